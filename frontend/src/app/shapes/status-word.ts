import { Component, computed, input } from '@angular/core';
import type { Status } from '@signalbox/contracts/vocabulary';
import { STATUS_WORDS } from '../words/hold-words';

/** The source's word, in capitals and in its colour. */
@Component({
  selector: 'sb-status-word',
  template: `{{ word() }}`,
  host: { '[class]': 'unlit() ? "unlit" : status()' },
  styles: `
    :host {
      font-weight: 600;
      font-size: var(--small);
      letter-spacing: 0.045em;
    }
    :host(.error) {
      color: var(--error);
    }
    :host(.warning) {
      color: var(--warning);
    }
    :host(.ok) {
      color: var(--ok);
    }
    :host(.unlit) {
      color: var(--ink3);
    }
  `,
})
export class StatusWord {
  readonly status = input.required<Status>();
  readonly unlit = input(false);
  protected readonly word = computed(() => STATUS_WORDS[this.status()]);
}
