import { httpResource } from '@angular/common/http';
import { DestroyRef, Service, computed, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ChangesAnswer, EventPage, OperationalEvent } from '@signalbox/contracts';
import { problemOf } from '../api/problem-of';
import { backoff } from '../live/backoff';
import { ChangeTail } from '../live/change-tail';
import { Clock } from '../live/clock';
import { LiveFeed } from '../live/live-feed';
import { clockTimeOrDay } from '../words/clock-times';
import { AddressBar } from './address-bar';
import { type Board, type Row, boardOf, eventsAfter, leftCount, recompute } from './board';
import { filterSearch, listSearch } from './board-query';

const PAGE_WITHIN = 10_000;
/** Four times a second is as often as a person can use. */
const REPAINT_EVERY = 250;

export type Way = 'next' | 'previous';

/** The page on the screen: read once, then carried on by the feed. */
@Service()
export class BoardState {
  private readonly address = inject(AddressBar);
  private readonly feed = inject(LiveFeed);
  private readonly clock = inject(Clock);

  private readonly listUrl = computed(() => {
    const query = this.address.query();
    return query.broken.length > 0 ? null : `/api/events?${listSearch(query)}`;
  });
  private readonly page = httpResource<EventPage>(() => {
    const url = this.listUrl();
    return url === null ? undefined : { url, timeout: PAGE_WITHIN };
  });
  private readonly current = signal<Board | null>(null);
  private readonly turned = signal<{ page: string | null; way: Way }>({ page: null, way: 'next' });
  private tail: ChangeTail | null = null;
  private followed = '';
  private arrived: OperationalEvent[] = [];
  private repaint: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  readonly board = this.current.asReadonly();
  readonly rows = computed<readonly Row[]>(() => this.current()?.rows ?? []);
  readonly freshCount = computed(() => this.current()?.fresh.size ?? 0);
  readonly leftCount = computed(() => {
    const board = this.current();
    return board ? leftCount(board) : 0;
  });
  readonly isReading = this.page.isLoading;
  /** Since when the page is being read; null while it is not. */
  readonly readingSince = signal<number | null>(null);
  readonly refusal = computed(() => {
    const reason = this.page.error();
    return reason ? problemOf(reason) : null;
  });
  /** When it was asked in vain, and when it will be asked again. */
  readonly failedAt = signal<{ asked: number; again: number } | null>(null);
  /** When the database was found to be another one than the page was read from. */
  readonly restoredAt = signal<number | null>(null);

  readonly follows = signal(false);
  readonly paused = signal(false);
  /** Whether a hand is on the rows: nothing may move under it. */
  readonly touched = signal(false);
  /** Whether what is shown may no longer be so. */
  readonly unlit = computed(() => this.feed.trust().doubtedSince !== null || this.restoredAt() !== null);
  /** Up to when a short page was searched, in words; empty where it was searched to its end. */
  readonly searchedTo = computed(() => {
    const to = this.current()?.searchedTo;
    return to ? clockTimeOrDay(to, this.clock.now()) : '';
  });
  /** Which way the page was come to: a search that it could not finish goes on so. */
  readonly way = computed<Way>(() => {
    const { page } = this.address.query();
    if (page === 'last') return 'previous';
    return this.turned().page === page ? this.turned().way : 'next';
  });
  readonly isFirstPage = computed(() => this.address.query().page === null);

  constructor() {
    this.feed.changes.pipe(takeUntilDestroyed()).subscribe((answer) => this.hear(answer));
    this.feed.resets.pipe(takeUntilDestroyed()).subscribe(({ restored }) => this.startOver(restored));
    effect(() => {
      const page = this.page.hasValue() ? this.page.value() : undefined;
      if (page) untracked(() => this.accept(page));
    });
    effect(() => {
      const reading = this.page.isLoading();
      untracked(() => this.readingSince.set(reading ? this.clock.instant() : null));
    });
    effect(() => {
      if (this.page.error()) untracked(() => this.planAnother());
    });
    effect(() => {
      const now = this.clock.now();
      untracked(() => this.keepUp(now));
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.repaint));
  }

  /** Reads the page again; what is on the screen stays until it is there. */
  readAnew(): void {
    this.restoredAt.set(null);
    this.page.reload();
  }

  /** To the page behind this one or before it, the number of which is `at` where somebody counted. */
  turn(way: Way, at: number | null): void {
    const page = this.current()?.[way] ?? null;
    this.turned.set({ page, way });
    this.address.go({ page, at });
  }

  /** Shows what is new: the first page, as it is now. */
  showNew(): void {
    if (this.isFirstPage()) this.readAnew();
    else this.address.go({ page: null, at: null });
  }

  setPaused(paused: boolean): void {
    this.paused.set(paused);
    if (!paused) this.readAnew();
  }

  /** Takes what an answer says of one event, without waiting for the feed to say it. */
  apply(event: OperationalEvent): void {
    this.current.update((board) => board && recompute(board, [event], this.clock.instant()));
  }

  private accept(page: EventPage): void {
    const query = this.address.query();
    const filter = filterSearch(query);
    const board = boardOf(page, query, this.clock.instant());
    this.failures = 0;
    this.failedAt.set(null);
    if (this.tail?.covers(page.cursor) && this.followed === filter) {
      this.current.set(recompute(board, eventsAfter(this.tail.after(page.cursor), 0), this.clock.instant()));
      return;
    }
    this.current.set(board);
    this.tail = new ChangeTail(page.cursor);
    this.followed = filter;
    this.arrived = [];
    this.feed.follow(filter, page.cursor);
  }

  private hear(answer: ChangesAnswer): void {
    if (answer.refresh) {
      this.tail?.restart(answer.cursor);
      if (!this.paused()) this.page.reload();
      return;
    }
    this.tail?.add(answer.entries);
    if (this.paused()) return;
    this.arrived.push(...answer.entries.map((entry) => entry.event));
    this.repaint ??= setTimeout(() => this.paint(), REPAINT_EVERY);
  }

  private paint(): void {
    this.repaint = undefined;
    const events = this.arrived;
    this.arrived = [];
    this.current.update((board) => board && recompute(board, events, this.clock.instant()));
  }

  private startOver(restored: boolean): void {
    this.tail = null;
    if (restored) this.restoredAt.set(this.clock.instant());
    else this.page.reload();
  }

  private planAnother(): void {
    const asked = this.readingSince() ?? this.clock.instant();
    this.failures += 1;
    this.feed.couldNotStart(this.refusal()?.status ?? 0);
    this.failedAt.set({ asked, again: this.clock.instant() + backoff(this.failures + 1) });
  }

  /** Once a second: asks again what failed, and takes in what is new where the person wants it so. */
  private keepUp(now: number): void {
    const failed = this.failedAt();
    const status = this.refusal()?.status ?? 0;
    const mayHeal = status === 0 || status >= 500;
    if (failed && mayHeal && now >= failed.again && !this.page.isLoading()) {
      this.page.reload();
      return;
    }
    const wanted = this.follows() && !this.touched();
    const nothingToMove = this.rows().every((row) => row.left);
    const news = this.freshCount() + (wanted ? this.leftCount() : 0) > 0;
    if (news && this.isFirstPage() && (wanted || nothingToMove) && !this.paused() && !this.page.isLoading()) {
      this.page.reload();
    }
  }
}
