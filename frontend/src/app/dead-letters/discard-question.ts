import type { ElementRef } from '@angular/core';
import { Component, afterNextRender, input, output, viewChild } from '@angular/core';

/** Asked where the hand is. Enter keeps the letter: what is thrown away is gone for good. */
@Component({
  selector: 'sb-discard-question',
  template: `
    <p id="discard-question">Discard it? No event comes of it, and nothing brings it back.</p>
    <div class="last-line" role="group" aria-labelledby="discard-question">
      <button type="button" class="button" [disabled]="isHeld()" (click)="discarded.emit()">Discard</button>
      <button #keep type="button" class="button quiet" (click)="cancelled.emit()">Keep it</button>
    </div>
  `,
  styleUrl: './letter-question.css',
})
export class DiscardQuestion {
  private readonly keep = viewChild.required<ElementRef<HTMLButtonElement>>('keep');
  readonly isHeld = input(false);
  readonly discarded = output();
  readonly cancelled = output();

  constructor() {
    afterNextRender(() => this.keep().nativeElement.focus({ preventScroll: true }));
  }
}
