import { Component, computed, input } from '@angular/core';
import type { State } from '@signalbox/contracts/vocabulary';
import { Shape } from './shape';
import type { ShapeName } from './sprite';

/** What people decided: the handle on top, half way, or pulled. */
@Component({
  selector: 'sb-lever',
  imports: [Shape],
  template: `<svg [shape]="drawing()" />`,
  host: { '[class.open]': 'state() === "open"' },
  styles: `
    :host {
      display: block;
      flex: none;
      width: 14px;
      height: 16px;
      color: var(--lever, var(--enamel));
    }
    :host(.open) {
      color: var(--lever, var(--ink));
    }
    svg {
      width: 100%;
      height: 100%;
    }
    @media (forced-colors: active) {
      :host {
        color: CanvasText;
      }
    }
  `,
})
export class Lever {
  readonly state = input.required<State>();
  protected readonly drawing = computed<ShapeName>(() => `lever-${this.state()}`);
}
