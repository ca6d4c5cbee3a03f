import { Component, inject, signal } from '@angular/core';
import { Person } from '../api/person';
import { Shape } from '../shapes/shape';
import { NameForm } from '../shell/name-form';
import { Notices } from './notices';

/** What a command did, or why it did not; and once, whose hand it was. */
@Component({
  selector: 'sb-notice-line',
  imports: [NameForm, Shape],
  template: `
    <span class="said" role="status" [title]="notices.current()?.text ?? ''">{{
      notices.current()?.text
    }}</span>
    @if (notices.current(); as notice) {
      @if (notice.action; as action) {
        <button type="button" class="button quiet" (click)="notices.dismiss(); action.run()">
          {{ action.label }}
        </button>
      }
      @if (!person.isKnown()) {
        <div class="introduce">
          <button
            type="button"
            class="button quiet"
            [attr.aria-expanded]="asks()"
            (click)="asks.set(!asks())"
          >
            As {{ person.name() }}
          </button>
          @if (asks()) {
            <sb-name-form class="floating" (given)="asks.set(false)" />
          }
        </div>
      }
      <button type="button" class="tool" aria-label="Dismiss" (click)="notices.dismiss()">
        <svg class="icon" shape="close" />
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex: 1 1 auto;
      align-items: center;
      justify-content: center;
      gap: 8px;
      min-width: 0;
    }
    .said {
      overflow: hidden;
      text-overflow: ellipsis;
      color: var(--ink);
    }
    @media (width < 990px) {
      :host {
        flex: 1 0 100%;
        order: -1;
      }
      .said {
        flex: 1;
        white-space: normal;
      }
    }
    .introduce {
      position: relative;
    }
    .floating {
      bottom: 34px;
      right: 0;
      width: min(300px, calc(100vw - 24px));
      white-space: normal;
    }
  `,
})
export class NoticeLine {
  protected readonly notices = inject(Notices);
  protected readonly person = inject(Person);
  protected readonly asks = signal(false);
}
