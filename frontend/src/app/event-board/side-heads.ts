import { Component, computed, inject, output } from '@angular/core';
import { Shape } from '../shapes/shape';
import { AddressBar } from './address-bar';
import { FRESH_MOST } from './board';
import { filtersInForce } from './board-query';
import { FilterChip } from './filter-chip';
import { SORT_WORDS } from './sort-words';
import { BoardState } from './board-state';

/** The toggles show these themselves. */
const ON_TOGGLES = ['status', 'state', 'diverged'];
const IN_THE_BOX = ['q'];

/** The heads of the two sides; between them, at the spine, what waits to be shown. */
@Component({
  selector: 'sb-side-heads',
  imports: [FilterChip, Shape],
  templateUrl: './side-heads.html',
  styleUrl: './side-heads.css',
})
export class SideHeads {
  private readonly address = inject(AddressBar);
  protected readonly board = inject(BoardState);
  readonly taken = output();

  protected readonly chips = computed(() =>
    filtersInForce(this.address.query()).filter(({ name }) => ![...ON_TOGGLES, ...IN_THE_BOX].includes(name)),
  );
  protected readonly orderWords = computed(() => `${SORT_WORDS[this.address.query().sort]} first`);
  protected readonly isReady = computed(() => this.board.board() !== null);
  protected readonly freshWords = computed(() => {
    const fresh = this.board.freshCount();
    return fresh > FRESH_MOST ? `${FRESH_MOST}+ new` : `${fresh} new`;
  });
}
