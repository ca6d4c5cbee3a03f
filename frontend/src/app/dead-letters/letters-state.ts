import { httpResource } from '@angular/common/http';
import { Injectable, computed, effect, inject, signal, untracked } from '@angular/core';
import type { DeadLetterPage } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { problemOf } from '../api/problem-of';
import { backoff } from '../live/backoff';
import { Clock } from '../live/clock';
import { DeadLetterCount } from './dead-letter-count';
import { type Fate, type LetterRow, goneCount, isReturnOf, mergeLetters, withFate } from './letter-rows';

/** Others see to letters too, and what was replayed may come back. */
const ASK_EVERY = 10_000;
const PAGE_WITHIN = 10_000;
/** A message that is refused again is back within this time, mostly. */
const COMES_BACK_WITHIN = 1_500;

export type LettersFace = 'loading' | 'none' | 'no-broker' | 'away';

/** The list of dead letters while its panel is open. */
@Injectable()
export class LettersState {
  private readonly clock = inject(Clock);
  private readonly count = inject(DeadLetterCount);
  private readonly wanted = signal<number>(LIMITS.deadLettersDefault);
  private readonly page = httpResource<DeadLetterPage>(() => ({
    url: `/api/dead-letters?limit=${this.wanted()}`,
    timeout: PAGE_WITHIN,
  }));
  private readonly current = signal<readonly LetterRow[]>([]);
  private failures = 0;
  private askAt = Number.POSITIVE_INFINITY;

  readonly rows = this.current.asReadonly();
  readonly total = signal<number | null>(null);
  readonly goneCount = computed(() => goneCount(this.current()));
  /** When it was asked in vain, and when it will be asked again. */
  readonly failedAt = signal<{ asked: number; again: number } | null>(null);
  readonly refusal = computed(() => {
    const reason = this.page.error();
    return reason ? problemOf(reason) : null;
  });
  /** Who does not answer, in one sentence. */
  readonly trouble = signal('');
  /** Since when what is shown may no longer be so; null while it is. */
  readonly doubtedSince = signal<number | null>(null);
  readonly isReading = this.page.isLoading;

  /** What stands in place of rows; none while there are any. */
  readonly face = computed<LettersFace | null>(() => {
    if (this.current().length > 0) return null;
    if (this.refusal()) return this.refusal()?.status === 404 ? 'no-broker' : 'away';
    if (this.failedAt() !== null) return 'away';
    return this.total() === null ? 'loading' : 'none';
  });
  /** How many wait that the list does not show. */
  readonly hiddenCount = computed(() => {
    const waiting = this.current().length - this.goneCount();
    return Math.max(0, (this.total() ?? 0) - waiting);
  });
  readonly mayReadMore = computed(() => this.hiddenCount() > 0 && this.wanted() < LIMITS.deadLettersMost);

  constructor() {
    effect(() => {
      const page = this.page.hasValue() ? this.page.value() : undefined;
      if (page) untracked(() => this.accept(page));
    });
    effect(() => {
      if (this.page.error()) untracked(() => this.planAnother());
    });
    effect(() => {
      const now = this.clock.now();
      untracked(() => this.keepUp(now));
    });
  }

  rowOf(id: string): LetterRow | null {
    return this.current().find(({ letter }) => letter.id === id) ?? null;
  }

  /** A letter that was replayed from here, as it came back. */
  returnOf(id: string): LetterRow | null {
    const sent = this.rowOf(id);
    return (sent && this.current().find((row) => row.fate === null && isReturnOf(row.letter, sent))) ?? null;
  }

  /** What became of a letter, as an answer about it says. */
  settle(id: string, fate: Fate): void {
    this.current.update((rows) => withFate(rows, id, fate));
    this.readAnew();
    if (fate === 'replayed') this.askAt = this.clock.instant() + COMES_BACK_WITHIN;
  }

  readAnew(): void {
    this.page.reload();
  }

  readMore(): void {
    this.wanted.set(LIMITS.deadLettersMost);
  }

  clearGone(): void {
    this.current.update((rows) => rows.filter(({ fate }) => fate === null));
  }

  private accept({ letters, total }: DeadLetterPage): void {
    const now = this.clock.instant();
    this.failures = 0;
    this.failedAt.set(null);
    this.doubtedSince.set(null);
    this.askAt = Math.min(now + ASK_EVERY, this.askAt > now ? this.askAt : Number.POSITIVE_INFINITY);
    this.current.update((rows) => mergeLetters(rows, letters));
    this.total.set(total);
    this.count.hear(total);
  }

  private planAnother(): void {
    const now = this.clock.instant();
    this.failures += 1;
    this.trouble.set(this.refusal()?.problem?.detail ?? 'The event service does not answer.');
    this.askAt = now + backoff(this.failures + 1);
    this.failedAt.set({ asked: now, again: this.askAt });
    this.doubtedSince.update((since) => since ?? now);
  }

  private keepUp(now: number): void {
    if (now < this.askAt || this.page.isLoading() || document.visibilityState === 'hidden') return;
    if (this.refusal()?.status === 404) return;
    this.readAnew();
  }
}
