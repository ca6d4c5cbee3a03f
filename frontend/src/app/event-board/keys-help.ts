import { Component, model } from '@angular/core';
import { BOARD_KEYS } from './board-keys';

/** Which keys there are. */
@Component({
  selector: 'sb-keys-help',
  template: `
    <button
      type="button"
      class="tool"
      aria-controls="keys"
      [attr.aria-expanded]="open()"
      (click)="open.set(!open())"
    >
      <span class="kbd">?</span><span class="word">Keys</span>
    </button>
    @if (open()) {
      <dl id="keys" class="floating">
        @for (key of keys; track key.shown) {
          <dt>
            <span class="kbd">{{ key.shown }}</span>
          </dt>
          <dd>{{ key.words }}</dd>
        }
      </dl>
    }
  `,
  styles: `
    :host {
      position: relative;
    }
    dl {
      bottom: 36px;
      right: 0;
      display: grid;
      grid-template-columns: auto auto;
      gap: 6px 12px;
      width: max-content;
      color: var(--ink);
    }
    dd {
      margin: 0;
    }
    @media (width < 990px) {
      :host {
        display: none;
      }
    }
  `,
})
export class KeysHelp {
  readonly open = model(false);
  protected readonly keys = BOARD_KEYS;
}
