import { httpResource } from '@angular/common/http';
import { Injectable, computed, effect, inject, linkedSignal, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { JournalPage, OperationalEvent } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { problemOf } from '../api/problem-of';
import { BoardState } from '../event-board/board-state';
import { Operator } from '../event-board/operator';
import { Clock } from '../live/clock';
import { LiveFeed } from '../live/live-feed';

/** The stream brings what the board's filter lets through; an event outside of it is asked for. */
const ASK_EVERY = 3_000;

const isLater = (a: OperationalEvent, b: OperationalEvent) =>
  a.version !== b.version ? a.version > b.version : a.reports > b.reports;

/** The open event and its history, kept as fresh as the board. Lives as long as its panel. */
@Injectable()
export class DetailState {
  private readonly board = inject(BoardState);
  private readonly operator = inject(Operator);
  private readonly clock = inject(Clock);

  readonly id = signal('');
  private readonly wanted = linkedSignal<string, number>({
    source: this.id,
    computation: () => LIMITS.journalPageDefault,
  });
  private readonly eventUrl = computed(() => `/api/events/${encodeURIComponent(this.id())}`);
  private readonly eventRead = httpResource<OperationalEvent>(() =>
    this.id() ? this.eventUrl() : undefined,
  );
  private readonly journalRead = httpResource<JournalPage>(() =>
    this.id() ? `${this.eventUrl()}/journal?limit=${this.wanted()}` : undefined,
  );
  private hasNews = false;
  private askedAt = 0;

  private readonly read = computed(() => (this.eventRead.hasValue() ? this.eventRead.value() : null));
  private readonly row = computed(() => this.board.rows().find((row) => row.event.id === this.id()));
  /** The newest of what the board, an answer and the panel's own reading know. */
  readonly event = computed<OperationalEvent | null>(() => {
    const answered = this.operator.answered();
    const known = [this.read(), this.row()?.event, answered?.id === this.id() ? answered : null].filter(
      (event) => event !== null && event !== undefined,
    );
    return known.reduce<OperationalEvent | null>(
      (best, event) => (best && !isLater(event, best) ? best : event),
      null,
    );
  });
  readonly attributes = computed(() => Object.entries(this.read()?.attributes ?? {}));
  readonly journal = linkedSignal<{ id: string; page: JournalPage | undefined }, JournalPage | undefined>({
    source: () => ({
      id: this.id(),
      page: this.journalRead.hasValue() ? this.journalRead.value() : undefined,
    }),
    computation: ({ id, page }, previous) =>
      page ?? (previous?.source.id === id ? previous.value : undefined),
  });
  readonly refusal = computed(() => {
    const reason = this.eventRead.error();
    return reason ? problemOf(reason) : null;
  });

  constructor() {
    inject(LiveFeed)
      .changes.pipe(takeUntilDestroyed())
      .subscribe(({ entries }) => {
        if (entries.some((entry) => entry.eventId === this.id())) this.hasNews = true;
      });
    effect(() => {
      if (this.operator.answered()?.id === this.id()) this.hasNews = true;
    });
    effect(() => {
      const now = this.clock.now();
      untracked(() => this.keepUp(now));
    });
  }

  /** As many more entries of the history. */
  readOlder(): void {
    this.wanted.update((wanted) => Math.min(LIMITS.journalPageMost, wanted + 4 * LIMITS.journalPageDefault));
  }

  readAnew(): void {
    this.eventRead.reload();
    this.journalRead.reload();
  }

  private keepUp(now: number): void {
    const row = this.row();
    const isStreamed = row !== undefined && !row.left;
    if (!this.hasNews && (isStreamed || now - this.askedAt < ASK_EVERY)) return;
    if (this.eventRead.isLoading() || this.journalRead.isLoading() || document.visibilityState === 'hidden')
      return;
    this.hasNews = false;
    this.askedAt = now;
    this.readAnew();
  }
}
