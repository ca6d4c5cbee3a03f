import { Component, computed, inject } from '@angular/core';
import { AddressBar } from '../event-board/address-bar';
import { Shape } from '../shapes/shape';
import { countWithin } from '../words/counts';
import { DeadLetterCount } from './dead-letter-count';

/** Where there are any, the way to the messages that never became reports. Its place is kept free for it. */
@Component({
  selector: 'sb-dead-letter-entry',
  imports: [Shape],
  template: `
    @if (words(); as words) {
      <button
        type="button"
        class="tool"
        title="Messages of the broker that could not be taken"
        [attr.aria-expanded]="isOpen()"
        (click)="openOrClose()"
      >
        <svg class="icon" shape="letter" /><b>{{ words.figure }}</b>
        <span class="noun">{{ words.noun }}</span>
      </button>
    }
  `,
  styles: `
    :host {
      display: block;
      flex: none;
    }
    .tool {
      height: 24px;
      font-size: var(--small);
    }
    b {
      min-width: 1ch;
      color: var(--ink);
      text-align: right;
    }
    @media (width < 990px) {
      .tool {
        height: 32px;
        padding: 0 6px;
        gap: 4px;
      }
      .noun {
        position: absolute;
        overflow: hidden;
        width: 1px;
        height: 1px;
        clip-path: inset(50%);
      }
    }
  `,
})
export class DeadLetterEntry {
  private readonly address = inject(AddressBar);
  private readonly count = inject(DeadLetterCount);
  protected readonly isOpen = computed(() => this.address.query().letters !== null);
  protected readonly words = computed(() => {
    const total = this.count.total();
    if (total === 0) return null;
    return { figure: countWithin(total, 9_999), noun: total === 1 ? 'dead letter' : 'dead letters' };
  });

  protected openOrClose(): void {
    this.address.go(this.isOpen() ? { letters: null } : { letters: 'list', event: null });
  }
}
