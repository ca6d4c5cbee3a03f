import { Component, computed, inject } from '@angular/core';
import { Shape } from '../shapes/shape';
import { clockTime } from '../words/clock-times';
import { count } from '../words/counts';
import { AddressBar } from './address-bar';
import { BoardState } from './board-state';
import { PAGE_SIZES } from './board-query';
import { pageFigures } from './page-figures';
import { SummaryState } from './summary-state';

/** Where in the list this page is, and the way to the others. Pages are places in the order, not numbers: any is as near. */
@Component({
  selector: 'sb-pager',
  imports: [Shape],
  templateUrl: './pager.html',
  styleUrl: './pager.css',
  host: { role: 'navigation', 'aria-label': 'Pages' },
})
export class Pager {
  private readonly address = inject(AddressBar);
  private readonly state = inject(BoardState);
  private readonly summary = inject(SummaryState);

  protected readonly sizes = computed(() => [...new Set([...PAGE_SIZES, this.size()])].sort((a, b) => a - b));
  protected readonly size = computed(() => this.address.query().limit);
  protected readonly board = this.state.board;
  protected readonly figures = computed(() =>
    pageFigures({
      query: this.address.query(),
      shown: this.state.rows().length,
      hasNext: this.board()?.next !== null,
      total: this.summary.total(),
    }),
  );
  protected readonly total = computed(() => {
    const total = this.summary.total();
    return total ? (total.exact ? '' : 'at least ') + count(total.count) : '';
  });
  protected readonly readAt = computed(() => {
    const board = this.board();
    return board ? clockTime(board.readAt) : '';
  });
  protected readonly searchedTo = this.state.searchedTo;
  protected readonly count = count;

  protected goFirst(): void {
    this.address.go({ page: null, at: null });
  }

  protected goPrevious(): void {
    const at = this.counted();
    if (at === 2) this.goFirst();
    else this.state.turn('previous', at === null ? null : at - 1);
  }

  protected goNext(): void {
    const at = this.counted();
    this.state.turn('next', at === null ? null : at + 1);
  }

  protected goLast(): void {
    this.address.go({ page: 'last', at: this.figures().pages });
  }

  /** The number of the page; beside a short page nobody knows how many there are. */
  private counted(): number | null {
    return this.searchedTo() ? null : this.figures().at;
  }

  protected resize(size: string): void {
    this.address.narrow({ limit: Number(size) });
  }
}
