import { Component, computed, inject } from '@angular/core';
import type { BoardQuery } from './board-query';
import { Lamp } from '../shapes/lamp';
import { Shape } from '../shapes/shape';
import { countWithin } from '../words/counts';
import { AddressBar } from './address-bar';
import { SummaryState } from './summary-state';

type Lens = Pick<BoardQuery, 'status' | 'state' | 'diverged'>;
const ERRORS: Lens = { status: ['error'], state: [], diverged: false };
const WARNINGS: Lens = { status: ['warning'], state: [], diverged: false };
const DIVERGED: Lens = { status: [], state: [], diverged: true };
const ALL: Lens = { status: [], state: [], diverged: false };

/** The four ways to look at the board where there is little room. */
@Component({
  selector: 'sb-lens-bar',
  imports: [Lamp, Shape],
  templateUrl: './lens-bar.html',
  styleUrl: './lens-bar.css',
  host: { role: 'region', 'aria-label': 'Show' },
})
export class LensBar {
  private readonly address = inject(AddressBar);
  private readonly summary = inject(SummaryState);

  protected readonly lenses = computed(() => [
    this.lens('ERROR', ERRORS, this.summary.withStatus('error')),
    this.lens('WARNING', WARNINGS, this.summary.withStatus('warning')),
    this.lens('Diverged', DIVERGED, this.summary.diverged()),
    this.lens('All', ALL, this.summary.all()),
  ]);

  protected show(lens: Lens): void {
    this.address.narrow(lens);
  }

  private lens(name: string, lens: Lens, figure: number) {
    const query = this.address.query();
    const isOn =
      query.diverged === lens.diverged &&
      query.state.length === 0 &&
      query.status.join() === lens.status.join();
    return {
      name,
      lens,
      isOn,
      count: this.summary.isKnown() ? countWithin(figure, 9_999) : '–',
      status: lens.status[0],
    };
  }
}
