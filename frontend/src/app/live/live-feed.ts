import { HttpClient } from '@angular/common/http';
import { DestroyRef, Service, computed, inject, signal } from '@angular/core';
import type { ChangesAnswer, Hello } from '@signalbox/contracts';
import { Subject, type Subscription, timeout } from 'rxjs';
import { problemOf } from '../api/problem-of';
import { backoff } from './backoff';
import { Clock } from './clock';
import { readCursor, sameEpoch } from './cursor';
import { openEventStream } from './event-stream';
import { type LineFacts, NO_LINE, trust } from './trust';

/** Heartbeats come every 15 s: two missed ones and some air. */
const SILENCE = 35_000;
const POLL_EVERY = 3_000;
const POLL_WITHIN = 8_000;
/** After a hello what was missed follows at once; when nothing does, nothing was. */
const CATCH_UP_WITHIN = 1_000;
/** One lost attempt is a hiccup; after two the console asks by itself. */
const ATTEMPTS_BEFORE_POLLING = 2;

const isNothing = ({ entries, refresh }: ChangesAnswer) => entries.length === 0 && !refresh;

/**
 * The one line to the feed of changes: the live stream, and polling while there is none. Truth is the cursor: whatever
 * breaks, the next attempt goes on from the last entry that was taken.
 */
@Service()
export class LiveFeed {
  private readonly http = inject(HttpClient);
  private readonly clock = inject(Clock);
  private readonly facts = signal<LineFacts>({ ...NO_LINE, startedAt: this.clock.instant() });
  private filter = '';
  private held: string | null = null;
  private failures = 0;
  private closeStream: (() => void) | null = null;
  private attempt: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private catchingUp: ReturnType<typeof setTimeout> | undefined;
  private nextPoll: ReturnType<typeof setTimeout> | undefined;
  private poll: Subscription | undefined;

  /** What changed, in commit order, without gaps and without doubles. */
  readonly changes = new Subject<ChangesAnswer>();
  /** The feed cannot go on from where we are: the page has to be read anew. */
  readonly resets = new Subject<{ restored: boolean }>();
  readonly trust = computed(() => trust(this.facts(), this.clock.now()));
  /** Whether a broker brings reports too; null until a stream has said so. */
  readonly hasBroker = signal<boolean | null>(null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
  }

  /** Follows what matches the filter, from a place on that the page was read at. */
  follow(filter: string, after: string): void {
    this.stop();
    this.filter = filter;
    this.held = after;
    this.failures = 0;
    this.know({ startedAt: this.clock.instant(), missedSince: null });
    this.openStream();
  }

  /** The first page could not be read, so there is no place to follow from; what that says of the line. */
  couldNotStart(status: number): void {
    if (this.held !== null) return;
    const { databaseDownSince, lostAt } = this.facts();
    const now = this.clock.instant();
    if (status === 503)
      this.know({ polling: true, databaseDownSince: databaseDownSince ?? now, lostAt: null });
    else this.know({ polling: false, lostAt: lostAt ?? now });
  }

  /** Does not wait for the next attempt. */
  connectNow(): void {
    if (this.held === null || this.facts().stream === 'open') return;
    clearTimeout(this.attempt);
    this.openStream();
    this.ask();
  }

  private know(news: Partial<LineFacts>): void {
    this.facts.update((facts) => ({ ...facts, ...news }));
  }

  private stop(): void {
    this.closeStream?.();
    this.closeStream = null;
    this.stopPolling();
    clearTimeout(this.attempt);
    clearTimeout(this.silence);
    clearTimeout(this.catchingUp);
  }

  private address(path: string): string {
    const after = encodeURIComponent(this.held ?? '');
    return `/api/${path}?after=${after}${this.filter && `&${this.filter}`}`;
  }

  private openStream(): void {
    this.closeStream?.();
    this.closeStream = openEventStream(this.address('stream'), {
      hello: (hello) => this.greet(hello),
      change: (answer) => this.take(answer),
      reset: ({ cursor, reason }) => this.startAnew(cursor, reason === 'restored'),
      health: (health) =>
        this.know({ databaseDownSince: health.databaseService === 'down' ? Date.parse(health.since) : null }),
      heard: () => this.hear(),
      lost: () => this.lose(),
    });
  }

  private greet({ databaseService, broker }: Hello): void {
    this.hasBroker.set(broker ?? null);
    const { lostAt, databaseDownSince } = this.facts();
    const down = databaseService === 'down';
    this.failures = 0;
    this.stopPolling();
    this.know({
      stream: 'open',
      lostAt: null,
      missedSince: lostAt,
      databaseDownSince: down ? (databaseDownSince ?? this.clock.instant()) : null,
    });
    clearTimeout(this.catchingUp);
    this.catchingUp = setTimeout(() => this.know({ missedSince: null }), CATCH_UP_WITHIN);
  }

  private hear(): void {
    this.know({ heardAt: this.clock.instant() });
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.doubtSilence(), SILENCE);
  }

  /**
   * The browser keeps heartbeats to itself, so silence alone proves nothing. The stream failed if there is news that it
   * did not bring, or nobody at all behind it.
   */
  private doubtSilence(): void {
    this.ask((answer) => {
      const isQuiet = answer === null ? this.facts().databaseDownSince !== null : isNothing(answer);
      if (isQuiet) return this.hear();
      this.closeStream?.();
      this.lose();
    });
  }

  private lose(): void {
    clearTimeout(this.silence);
    this.closeStream = null;
    this.failures += 1;
    this.know({ stream: 'closed', lostAt: this.facts().lostAt ?? this.clock.instant(), missedSince: null });
    this.attempt = setTimeout(() => this.openStream(), backoff(this.failures - 1));
    if (this.failures >= ATTEMPTS_BEFORE_POLLING && !this.poll && this.nextPoll === undefined) this.ask();
  }

  private take(answer: ChangesAnswer): void {
    const held = this.held ?? answer.cursor;
    const known = sameEpoch(held, answer.cursor) ? readCursor(held).seq : 0;
    const entries = answer.entries.filter((entry) => entry.seq > known);
    const newest = entries.at(-1);
    this.held = answer.cursor;
    const isNews = newest !== undefined && this.facts().missedSince === null;
    if (isNews) this.know({ lag: Math.max(0, this.clock.instant() - Date.parse(newest.at)) });
    if (entries.length > 0 || answer.refresh) this.changes.next({ ...answer, entries });
  }

  private startAnew(cursor: string, isRestored = false): void {
    const restored = isRestored || (this.held !== null && !sameEpoch(this.held, cursor));
    this.held = cursor;
    this.resets.next({ restored });
  }

  private stopPolling(): void {
    this.poll?.unsubscribe();
    this.poll = undefined;
    clearTimeout(this.nextPoll);
    this.nextPoll = undefined;
    this.know({ polling: false });
  }

  private ask(judge?: (answer: ChangesAnswer | null) => void): void {
    this.poll?.unsubscribe();
    clearTimeout(this.nextPoll);
    this.poll = this.http
      .get<ChangesAnswer>(`${this.address('changes')}&mode=latest`)
      .pipe(timeout(POLL_WITHIN))
      .subscribe({
        next: (answer) => {
          this.answered(answer);
          judge?.(answer);
        },
        error: (reason: unknown) => {
          this.unanswered(reason);
          judge?.(null);
        },
      });
  }

  private answered(answer: ChangesAnswer): void {
    this.know({ heardAt: this.clock.instant(), databaseDownSince: null });
    this.take(answer);
    this.pollAgain();
  }

  private unanswered(reason: unknown): void {
    const { status, problem } = problemOf(reason);
    if (status === 410 && problem?.cursor) this.startAnew(problem.cursor);
    const gatewayAnswers = status === 503 || status === 410;
    const downSince = status === 503 ? (this.facts().databaseDownSince ?? this.clock.instant()) : null;
    this.know({ databaseDownSince: gatewayAnswers ? downSince : this.facts().databaseDownSince });
    this.pollAgain(gatewayAnswers);
  }

  private pollAgain(works = true): void {
    this.poll = undefined;
    this.nextPoll = undefined;
    if (this.facts().stream === 'open') return;
    this.know({ polling: works });
    this.nextPoll = setTimeout(() => this.ask(), POLL_EVERY);
  }
}
