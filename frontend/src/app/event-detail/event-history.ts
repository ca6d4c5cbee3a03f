import { Component, computed, input, output } from '@angular/core';
import type { JournalEntry } from '@signalbox/contracts';
import { Lamp } from '../shapes/lamp';
import { Lever } from '../shapes/lever';
import { Shape } from '../shapes/shape';
import { clockTime, day, exactTime } from '../words/clock-times';
import { historyLines } from './history-words';

/** Everything that happened to an event: who, what, when and why. */
@Component({
  selector: 'sb-event-history',
  imports: [Lamp, Lever, Shape],
  templateUrl: './event-history.html',
  styleUrl: './event-history.css',
})
export class EventHistory {
  readonly entries = input.required<readonly JournalEntry[]>();
  readonly isWhole = input.required<boolean>();
  readonly now = input.required<number>();
  readonly olderAsked = output();

  protected readonly lines = computed(() => {
    const today = day(this.now());
    return historyLines(this.entries(), this.isWhole()).map((line) => ({
      ...line,
      mark: { lamp: null, lever: null, shape: null, ...line.mark },
      time: clockTime(line.entry.at),
      day: day(line.entry.at) === today ? '' : day(line.entry.at),
      exactly: exactTime(line.entry.at),
    }));
  });
}
