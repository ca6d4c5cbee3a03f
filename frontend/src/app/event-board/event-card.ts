import { Component, computed } from '@angular/core';
import type { PressCommand } from '../api/commands';
import { Lamp } from '../shapes/lamp';
import { Lever } from '../shapes/lever';
import { StatusWord } from '../shapes/status-word';
import { RowFacts } from './row-facts';
import { TieMark } from './tie-mark';

interface NextStep {
  readonly command: PressCommand;
  readonly label: string;
  /** In full, where the label is short. */
  readonly title: string | null;
}

/** One event where there is little room: three lines, and the lever's next step. */
@Component({
  selector: 'sb-event-card',
  imports: [Lamp, Lever, StatusWord, TieMark],
  templateUrl: './event-card.html',
  styleUrls: ['./event-card.css', './ink-by-state.css'],
  host: {
    role: 'listitem',
    '[attr.data-event]': 'event().id',
    '[class]': '"state-" + event().state',
    '[class.diverged]': 'event().diverged',
    '[class.unlit]': 'isUnlit()',
  },
})
export class EventCard extends RowFacts {
  protected readonly whoWords = computed(() => [this.who().name, this.whoAge()].filter(Boolean).join(', '));
  protected readonly nextStep = computed<NextStep | null>(() => {
    const { state } = this.event();
    if (state === 'open') return { command: 'acknowledge', label: 'Ack', title: 'Acknowledge' };
    if (state === 'acknowledged') return { command: 'complete', label: 'Complete', title: null };
    return this.mayReopen() ? { command: 'reopen', label: 'Reopen', title: null } : null;
  });
}
