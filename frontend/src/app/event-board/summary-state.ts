import { httpResource, type HttpResourceRef } from '@angular/common/http';
import { Service, type Signal, computed, effect, inject, linkedSignal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Summary } from '@signalbox/contracts';
import type { State, Status } from '@signalbox/contracts/vocabulary';
import { Clock } from '../live/clock';
import { LiveFeed } from '../live/live-feed';
import { AddressBar } from './address-bar';
import { type Range, filterSearch, scopeSearch } from './board-query';

const MINUTE = 60_000;
const LENGTHS: Record<Range, number> = {
  '15m': 15 * MINUTE,
  '1h': 60 * MINUTE,
  '6h': 360 * MINUTE,
  '24h': 1_440 * MINUTE,
  '7d': 10_080 * MINUTE,
};
const BUCKETS = 120;
/** Figures are read again this long after news, and this long without any: filters hide news from the feed. */
const AFTER_NEWS = 2_000;
const WITHOUT_NEWS = 10_000;

/** Keeps the last answer on the screen while the next is read. */
const lastOf = (resource: HttpResourceRef<Summary | undefined>): Signal<Summary | undefined> =>
  linkedSignal<Summary | undefined, Summary | undefined>({
    source: () => (resource.hasValue() ? resource.value() : undefined),
    computation: (value, previous) => value ?? previous?.value,
  });

type Cell = Summary['counts'][number];
const sumOf = (summary: Summary | undefined, wanted: (cell: Cell) => boolean): number =>
  (summary?.counts ?? []).filter(wanted).reduce((sum, { count }) => sum + count, 0);

export interface Total {
  readonly count: number;
  readonly exact: boolean;
}

/** The figures around the page: how many of each kind, how many in all, and how many reports when. */
@Service()
export class SummaryState {
  private readonly address = inject(AddressBar);
  private readonly clock = inject(Clock);
  private readonly feed = inject(LiveFeed);

  private readonly scopeUrl = computed(() => `/api/summary?buckets=1&${scopeSearch(this.address.query())}`);
  private readonly lensUrl = computed(() => {
    const query = this.address.query();
    return query.diverged ? `/api/summary?buckets=1&${filterSearch(query)}` : null;
  });
  private readonly minute = computed(() => Math.ceil(this.clock.now() / MINUTE) * MINUTE);
  private readonly sources = computed(() =>
    this.address
      .query()
      .source.map((source) => `&source=${encodeURIComponent(source)}`)
      .join(''),
  );
  private readonly histogramUrl = computed(() => {
    const from = this.minute() - LENGTHS[this.address.query().range];
    const to = new Date(this.minute()).toISOString();
    return `/api/summary?histogramFrom=${new Date(from).toISOString()}&histogramTo=${to}&buckets=${BUCKETS}${this.sources()}`;
  });

  private readonly scopeRead = httpResource<Summary>(() => this.scopeUrl());
  private readonly lensRead = httpResource<Summary>(() => this.lensUrl() ?? undefined);
  private readonly histogramRead = httpResource<Summary>(() => this.histogramUrl());
  private readonly scope = lastOf(this.scopeRead);
  private readonly lens = lastOf(this.lensRead);
  private readonly histogramAnswer = lastOf(this.histogramRead);
  private hasNews = false;
  private readAt = 0;

  readonly histogram = computed(() => this.histogramAnswer()?.histogram ?? []);
  readonly lastReport = computed(() => this.scope()?.lastReport);
  readonly isKnown = computed(() => this.scope() !== undefined);
  readonly exact = computed(() => this.scope()?.exact ?? true);
  /** Within every filter but state, status and diverged. */
  readonly all = computed(() => this.scope()?.total ?? 0);
  readonly diverged = computed(() => this.scope()?.diverged ?? 0);

  /** How many match the whole query; unknown until the first answer. */
  readonly total = computed<Total | undefined>(() => {
    const query = this.address.query();
    const summary = query.diverged ? this.lens() : this.scope();
    if (!summary) return undefined;
    const chosen = sumOf(
      summary,
      ({ state, status }) =>
        (query.state.length === 0 || query.state.includes(state)) &&
        (query.status.length === 0 || query.status.includes(status)),
    );
    return { count: query.diverged ? summary.total : chosen, exact: summary.exact };
  });

  constructor() {
    this.feed.changes.pipe(takeUntilDestroyed()).subscribe(() => (this.hasNews = true));
    effect(() => {
      const now = this.clock.now();
      untracked(() => this.keepUp(now));
    });
  }

  /** How many events have this status, within the states that are asked for. */
  ofStatus(status: Status): number {
    const { state } = this.address.query();
    return this.sum((cell) => cell.status === status && (state.length === 0 || state.includes(cell.state)));
  }

  /** How many events have this state, within the statuses that are asked for. */
  ofState(state: State): number {
    const { status } = this.address.query();
    return this.sum((cell) => cell.state === state && (status.length === 0 || status.includes(cell.status)));
  }

  /** How many events have this state, whatever their status. */
  inState(state: State): number {
    return sumOf(this.scope(), (cell) => cell.state === state);
  }

  /** How many events have this status, whatever their state. */
  withStatus(status: Status): number {
    return sumOf(this.scope(), (cell) => cell.status === status);
  }

  private sum(wanted: (cell: Cell) => boolean): number {
    return sumOf(this.address.query().diverged ? this.lens() : this.scope(), wanted);
  }

  private keepUp(now: number): void {
    if (document.visibilityState === 'hidden') return;
    if (now - this.readAt < (this.hasNews ? AFTER_NEWS : WITHOUT_NEWS)) return;
    this.hasNews = false;
    this.readAt = now;
    for (const read of [this.scopeRead, this.lensRead, this.histogramRead])
      if (!read.isLoading()) read.reload();
  }
}
