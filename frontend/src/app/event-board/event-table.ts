import { Component, inject, input, output } from '@angular/core';
import type { OperationalEvent } from '@signalbox/contracts';
import type { PressCommand } from '../api/commands';
import { Clock } from '../live/clock';
import { Density } from '../theme/density';
import type { Row } from './board';
import { BoardCursor } from './board-cursor';
import { EventRow } from './event-row';

export interface RowOrder {
  readonly event: OperationalEvent;
  readonly command: PressCommand;
}

const WITHIN_CONTROL = 'button, a, input, select';

/** The register: one line per event. What there is room for is decided by its own width, in one place, in the styles. */
@Component({
  selector: 'sb-event-table',
  imports: [EventRow],
  templateUrl: './event-table.html',
  styleUrl: './event-table.css',
  host: { '[class.roomy]': 'density.isRoomy()' },
})
export class EventTable {
  protected readonly cursor = inject(BoardCursor);
  protected readonly clock = inject(Clock);
  protected readonly density = inject(Density);
  readonly rows = input.required<readonly Row[]>();
  readonly openId = input<string | null>(null);
  readonly unlit = input(false);
  readonly sort = input.required<string>();
  readonly opened = output<OperationalEvent>();
  readonly ordered = output<RowOrder>();

  protected open(event: OperationalEvent, click: Event): void {
    const pressed = click.target instanceof Element ? click.target.closest(WITHIN_CONTROL) : null;
    const selects = (getSelection()?.toString() ?? '') !== '';
    if (pressed || selects) return;
    this.cursor.put(event.id);
    this.opened.emit(event);
  }
}
