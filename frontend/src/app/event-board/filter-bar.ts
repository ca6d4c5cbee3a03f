import { Component, computed, inject, viewChild } from '@angular/core';
import { SORTS, STATES, STATUSES, type Sort, type State, type Status } from '@signalbox/contracts/vocabulary';
import { Lamp } from '../shapes/lamp';
import { Lever } from '../shapes/lever';
import { Shape } from '../shapes/shape';
import { StatusWord } from '../shapes/status-word';
import { Density } from '../theme/density';
import { countWithin } from '../words/counts';
import { STATE_WORDS } from '../words/hold-words';
import { AddressBar } from './address-bar';
import { SearchBox } from './search-box';
import { SORT_WORDS } from './sort-words';
import { SummaryState } from './summary-state';

const toggled = <Value>(values: readonly Value[], value: Value): Value[] =>
  values.includes(value) ? values.filter((other) => other !== value) : [...values, value];

/** What the board is narrowed to: words, lamps, levers, and where the two differ. */
@Component({
  selector: 'sb-filter-bar',
  imports: [Lamp, Lever, SearchBox, Shape, StatusWord],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
  host: { role: 'search', 'aria-label': 'Filters' },
})
export class FilterBar {
  private readonly address = inject(AddressBar);
  private readonly summary = inject(SummaryState);
  private readonly searchBox = viewChild.required(SearchBox);
  protected readonly density = inject(Density);
  protected readonly query = this.address.query;

  protected readonly statuses = computed(() =>
    [...STATUSES].reverse().map((status) => ({
      status,
      isOn: this.query().status.includes(status),
      count: this.figure(this.summary.ofStatus(status)),
    })),
  );
  protected readonly states = computed(() =>
    STATES.map((state) => ({
      state,
      word: STATE_WORDS[state],
      isOn: this.query().state.includes(state),
      count: this.figure(this.summary.ofState(state)),
    })),
  );
  protected readonly diverged = computed(() => this.figure(this.summary.diverged()));
  protected readonly sorts = SORTS.map((sort) => ({ sort, words: SORT_WORDS[sort] }));

  focusSearch(): void {
    this.searchBox().focus();
  }

  protected toggleStatus(status: Status): void {
    this.address.narrow({ status: toggled(this.query().status, status) });
  }

  protected toggleState(state: State): void {
    this.address.narrow({ state: toggled(this.query().state, state) });
  }

  protected toggleDiverged(): void {
    this.address.narrow({ diverged: !this.query().diverged });
  }

  protected sortBy(value: string): void {
    this.address.narrow({ sort: value as Sort });
  }

  private figure(value: number): string {
    return this.summary.isKnown() ? countWithin(value, 99_999) : '';
  }
}
