import { Component, computed, input, output } from '@angular/core';
import { Shape } from '../shapes/shape';
import { clockTime } from '../words/clock-times';

/** Over a list that may no longer be so. */
@Component({
  selector: 'sb-letters-strip',
  imports: [Shape],
  template: `
    <div class="strip" role="status">
      <svg shape="line-stale" />
      <span
        ><b>{{ trouble() }} since {{ at() }}.</b> These were the dead letters then.</span
      >
      <button type="button" class="button push" (click)="askedNow.emit()">Ask now</button>
    </div>
  `,
  styleUrl: '../event-board/board-strip.css',
})
export class LettersStrip {
  readonly trouble = input.required<string>();
  readonly since = input.required<number>();
  readonly askedNow = output();
  protected readonly at = computed(() => clockTime(this.since()));
}
