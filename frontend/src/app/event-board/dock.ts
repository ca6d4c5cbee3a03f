import { Component, inject, output } from '@angular/core';
import { Shape } from '../shapes/shape';
import { BoardState } from './board-state';

/** The tools at the thumb, where there is little room. */
@Component({
  selector: 'sb-dock',
  imports: [Shape],
  template: `
    <button type="button" (click)="filtersAsked.emit()"><svg class="icon" shape="search" />Search</button>
    <button type="button" [attr.aria-pressed]="board.follows()" (click)="followOrNot()">
      <svg class="icon" shape="arrow-up" />Follow
    </button>
    <button type="button" [attr.aria-pressed]="board.paused()" (click)="board.setPaused(!board.paused())">
      <svg class="icon" shape="pause" />{{ board.paused() ? 'Paused' : 'Pause' }}
    </button>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(3, 1fr);
      height: 56px;
      border-top: 1px solid var(--edge);
      background: var(--page);
    }
    button {
      display: grid;
      justify-items: center;
      align-content: center;
      gap: 2px;
      border: 0;
      background: none;
      color: var(--ink2);
      font-size: 13px;
      line-height: 16px;
    }
    button[aria-pressed='true'] {
      background: var(--inverse);
      color: var(--on-inverse);
    }
  `,
})
export class Dock {
  protected readonly board = inject(BoardState);
  readonly filtersAsked = output();

  protected followOrNot(): void {
    this.board.follows.update((follows) => !follows);
  }
}
