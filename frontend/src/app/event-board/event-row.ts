import { Component, ElementRef, effect, inject, input } from '@angular/core';
import { Lamp } from '../shapes/lamp';
import { Lever } from '../shapes/lever';
import { StatusWord } from '../shapes/status-word';
import { RowFacts } from './row-facts';
import { TieMark } from './tie-mark';

/** One event as a line: left what its source says, right what people decided. */
@Component({
  selector: 'sb-event-row',
  imports: [Lamp, Lever, StatusWord, TieMark],
  templateUrl: './event-row.html',
  styleUrls: ['./event-row.css', './ink-by-state.css'],
  host: {
    role: 'row',
    '[attr.aria-label]': 'spoken()',
    '[attr.aria-current]': 'isOpen() ? "true" : null',
    '[attr.data-event]': 'event().id',
    '[tabindex]': 'isEntry() ? 0 : -1',
    '[class]': '"state-" + event().state',
    '[class.cursor]': 'isCursor()',
    '[class.diverged]': 'event().diverged',
    '[class.unlit]': 'isUnlit()',
  },
})
export class EventRow extends RowFacts {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly isCursor = input(false);
  /** Where the keyboard enters the rows. */
  readonly isEntry = input(false);
  readonly isOpen = input(false);
  /** Whether the keyboard leads: then the focus goes where the cursor goes. */
  readonly takesFocus = input(false);

  constructor() {
    super();
    effect(() => {
      if (!this.isCursor() || !this.takesFocus()) return;
      this.host.nativeElement.focus({ preventScroll: true });
      this.host.nativeElement.scrollIntoView({ block: 'nearest' });
    });
  }
}
