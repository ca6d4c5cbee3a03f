import { Component, input } from '@angular/core';
import { Shape } from '../shapes/shape';
import { StatusWord } from '../shapes/status-word';
import type { Tie } from './row-words';

/** Where the two truths touch. Both lengths are in the page; the board shows the one it has room for. */
@Component({
  selector: 'sb-tie',
  imports: [Shape, StatusWord],
  template: `
    <span class="mark"><svg [shape]="tie().shape" /></span>
    <span class="said">
      <span class="long">{{ tie().before }}</span><span class="short">{{ tie().shortBefore }}</span>
      @if (tie().status; as status) {
        <sb-status-word [status]="status" [unlit]="unlit()" />
      }
      <span class="long">{{ tie().after }}</span><span class="short">{{ tie().shortAfter }}</span>
    </span>
  `,
  host: { '[class]': 'tie().tone', '[class.unlit]': 'unlit()', '[title]': 'tie().before' },
  styleUrl: './tie-mark.css',
})
export class TieMark {
  readonly tie = input.required<Tie>();
  readonly unlit = input(false);
}
