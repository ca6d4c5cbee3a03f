import { httpResource } from '@angular/common/http';
import { Service, computed, effect, inject, signal, untracked } from '@angular/core';
import type { DeadLetterPage } from '@signalbox/contracts';
import { problemOf } from '../api/problem-of';
import { backoff } from '../live/backoff';
import { Clock } from '../live/clock';
import { LiveFeed } from '../live/live-feed';

/** A person looks after them within the hour, so seconds do not matter; and each question goes to the broker. */
const ASK_EVERY = 15_000;
const ANSWER_WITHIN = 10_000;
/** How a gateway without a broker answers, or one that is older than brokers. */
const SERVES_NONE = [404, 405, 501];

/** How many messages of a broker could not be taken. Asks only where there may be a broker, and somebody looks. */
@Service()
export class DeadLetterCount {
  private readonly clock = inject(Clock);
  private readonly feed = inject(LiveFeed);
  /** Who was told that there is none does not ask again until a stream says otherwise. */
  private readonly isRefused = signal(false);
  private readonly mayBe = computed(
    () => !this.isRefused() && (this.feed.hasBroker() ?? this.feed.trust().name === 'polling'),
  );
  private readonly read = httpResource<DeadLetterPage>(() =>
    this.mayBe() ? { url: '/api/dead-letters?limit=0', timeout: ANSWER_WITHIN } : undefined,
  );
  private readonly known = signal(0);
  private failures = 0;
  private askAt = 0;

  /** As it was last known: an ingest that is away takes nothing from the broker. */
  readonly total = computed(() => (this.mayBe() ? this.known() : 0));

  constructor() {
    effect(() => {
      if (this.feed.hasBroker()) this.isRefused.set(false);
    });
    effect(() => {
      const page = this.read.hasValue() ? this.read.value() : undefined;
      if (page) untracked(() => this.hear(page.total));
    });
    effect(() => {
      const reason = this.read.error();
      if (reason) untracked(() => this.fail(problemOf(reason).status));
    });
    effect(() => {
      const now = this.clock.now();
      untracked(() => this.keepUp(now));
    });
  }

  /** Takes what any answer says, so that it need not be asked for again. */
  hear(total: number): void {
    this.failures = 0;
    this.known.set(total);
    this.askAt = this.clock.instant() + ASK_EVERY;
  }

  private fail(status: number): void {
    if (SERVES_NONE.includes(status)) this.isRefused.set(true);
    this.failures += 1;
    this.askAt = this.clock.instant() + ASK_EVERY + backoff(this.failures);
  }

  private keepUp(now: number): void {
    if (now < this.askAt || document.visibilityState === 'hidden') return;
    if (this.mayBe() && !this.read.isLoading()) this.read.reload();
  }
}
