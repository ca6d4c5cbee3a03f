import { Component, computed, inject } from '@angular/core';
import { Clock } from '../live/clock';
import { LiveFeed } from '../live/live-feed';
import { Shape } from '../shapes/shape';
import type { ShapeName } from '../shapes/sprite';
import { age } from '../words/ages';
import { clockTime } from '../words/clock-times';
import { BoardState } from './board-state';

interface Strip {
  readonly line: ShapeName;
  readonly title: string;
  readonly text: string;
  readonly isQuiet?: boolean;
  readonly act?: { readonly label: string; readonly run: () => void };
}

const SLOW = 2_000;

/** What the console itself knows and a person must not overlook; the rows stay below it. */
@Component({
  selector: 'sb-board-strip',
  imports: [Shape],
  template: `
    @if (strip(); as strip) {
      <div class="strip" [class.quiet]="strip.isQuiet" role="status">
        <svg [shape]="strip.line" />
        <span
          ><b>{{ strip.title }}</b> {{ strip.text }}</span
        >
        @if (strip.act; as act) {
          <button type="button" class="button push" (click)="act.run()">{{ act.label }}</button>
        }
      </div>
    }
  `,
  styleUrl: './board-strip.css',
})
export class BoardStrip {
  private readonly board = inject(BoardState);
  private readonly feed = inject(LiveFeed);
  private readonly clock = inject(Clock);

  protected readonly strip = computed<Strip | null>(
    () => this.restored() ?? this.doubted() ?? this.failed() ?? this.slow(),
  );

  private readonly restored = computed<Strip | null>(() => {
    const at = this.board.restoredAt();
    if (at === null) return null;
    return {
      line: 'line-loop',
      title: `The database was restored at ${clockTime(at)}.`,
      text: 'This page may show what it no longer knows.',
      act: { label: 'Read anew', run: () => this.board.readAnew() },
    };
  });

  private readonly doubted = computed<Strip | null>(() => {
    const { name, doubtedSince } = this.feed.trust();
    if (doubtedSince === null || this.board.board() === null) return null;
    const act = { label: 'Connect now', run: () => this.feed.connectNow() };
    const offline = name === 'offline';
    return {
      line: offline ? 'line-offline' : 'line-stale',
      title: offline
        ? `Offline since ${clockTime(doubtedSince)}.`
        : `The database service does not answer since ${clockTime(doubtedSince)}.`,
      text: offline
        ? 'Unlit lamps show what was known then. Your note is kept.'
        : 'Unlit lamps show what was known then. What was confirmed is on disk.',
      act,
    };
  });

  private readonly failed = computed<Strip | null>(() => {
    const failed = this.board.failedAt();
    if (failed === null || this.board.board() === null) return null;
    return {
      line: 'line-stale',
      title: `The page could not be read anew at ${clockTime(failed.asked)}.`,
      text: `Asking again in ${age(failed.again - this.clock.now())}.`,
      act: { label: 'Ask now', run: () => this.board.readAnew() },
    };
  });

  private readonly slow = computed<Strip | null>(() => {
    const since = this.board.readingSince();
    const passed = since === null ? 0 : this.clock.now() - since;
    if (passed < SLOW) return null;
    return {
      line: 'line-catching',
      title: '',
      text: `Reading the page. The database service is slow: ${age(passed)} so far.`,
      isQuiet: true,
    };
  });
}
