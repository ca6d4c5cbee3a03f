import { Component, computed, input } from '@angular/core';
import type { Status } from '@signalbox/contracts/vocabulary';
import { Shape } from './shape';
import type { ShapeName } from './sprite';

/** What the source says: a disc stops, a diamond cautions, a ring is clear. Unlit where nobody knows. */
@Component({
  selector: 'sb-lamp',
  imports: [Shape],
  template: `<svg [shape]="drawing()" />`,
  host: { '[class]': 'unlit() ? "unlit" : status()' },
  styles: `
    :host {
      display: block;
      flex: none;
      width: var(--lamp);
      height: var(--lamp);
      transition: color var(--settle);
    }
    svg {
      width: 100%;
      height: 100%;
    }
    :host(.error) {
      color: var(--lamp-error);
      --bar: var(--knock);
    }
    :host(.warning) {
      color: var(--lamp-warning);
      --lamp-rim: var(--lamp-warning-edge);
      --bar: var(--knock-warning);
    }
    :host(.ok) {
      color: var(--lamp-ok);
    }
    :host(.unlit) {
      color: var(--ink3);
    }
    @media (forced-colors: active) {
      :host {
        color: CanvasText;
        --bar: Canvas;
        --lamp-rim: CanvasText;
      }
    }
  `,
})
export class Lamp {
  readonly status = input.required<Status>();
  readonly unlit = input(false);
  protected readonly drawing = computed<ShapeName>(
    () => `${this.unlit() ? 'unlit' : 'lamp'}-${this.status()}`,
  );
}
