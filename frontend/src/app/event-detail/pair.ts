import { Component, computed, input } from '@angular/core';
import type { JournalEntry, OperationalEvent } from '@signalbox/contracts';
import { Lamp } from '../shapes/lamp';
import { Lever } from '../shapes/lever';
import { Shape } from '../shapes/shape';
import { StatusWord } from '../shapes/status-word';
import { age, since } from '../words/ages';
import { minuteOrDay } from '../words/clock-times';
import { times } from '../words/counts';
import { STATE_WORDS, STATUS_WORDS } from '../words/hold-words';
import { rhythm } from './rhythm';
import { decision } from './said-and-decided';

/** The two truths about one event, side by side, and where they differ. */
@Component({
  selector: 'sb-pair',
  imports: [Lamp, Lever, Shape, StatusWord],
  templateUrl: './pair.html',
  styleUrl: './pair.css',
})
export class Pair {
  readonly event = input.required<OperationalEvent>();
  readonly history = input.required<readonly JournalEntry[]>();
  readonly now = input.required<number>();
  readonly unlit = input(false);

  protected readonly statusWord = computed(() => STATUS_WORDS[this.event().status]);
  protected readonly stateWord = computed(() => STATE_WORDS[this.event().state]);
  protected readonly lastAge = computed(() => age(since(this.event().receivedAt, this.now())));
  protected readonly rhythm = computed(() => rhythm(this.event()));
  protected readonly reports = computed(() => times(this.event().reports));
  protected readonly failingSince = computed(() => times(this.event().failingSince));
  protected readonly first = computed(() => minuteOrDay(this.event().firstReportedAt, this.now()));
  protected readonly decided = computed(() => decision(this.event(), this.history(), this.now()));
}
