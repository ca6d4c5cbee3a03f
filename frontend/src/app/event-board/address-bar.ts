import { Location } from '@angular/common';
import { DestroyRef, Service, computed, inject, signal } from '@angular/core';
import { type BoardQuery, readQuery, writeQuery } from './board-query';

const searchOf = (path: string): string => path.split('?')[1] ?? '';

/** The board's query is what the address says, so that back works and any view can be sent to somebody. */
@Service()
export class AddressBar {
  private readonly location = inject(Location);
  private readonly search = signal(searchOf(this.location.path()));
  readonly query = computed(() => readQuery(this.search()));

  constructor() {
    const subscription = this.location.subscribe(() => this.search.set(searchOf(this.location.path())));
    inject(DestroyRef).onDestroy(() => subscription.unsubscribe());
  }

  /** A new entry in the browser's history. */
  go(change: Partial<BoardQuery>): void {
    this.write(change, (search) => this.location.go('/', search));
  }

  /** No new entry: for what is typed letter by letter. */
  replace(change: Partial<BoardQuery>): void {
    this.write(change, (search) => this.location.replaceState('/', search));
  }

  /** Another filter, order or size begins at the first page. */
  narrow(change: Partial<BoardQuery>): void {
    this.go({ ...change, page: null, at: null });
  }

  private write(change: Partial<BoardQuery>, put: (search: string) => void): void {
    const search = writeQuery({ ...this.query(), ...change });
    if (search === this.search()) return;
    put(search);
    this.search.set(search);
  }
}
