import type { ElementRef } from '@angular/core';
import { Component, DestroyRef, inject, linkedSignal, viewChild } from '@angular/core';
import { Shape } from '../shapes/shape';
import { AddressBar } from './address-bar';
import { readSearch } from './search-text';

const TYPED_OUT = 400;

/** Words, and fields like `status:error`, which become filters when Enter is pressed. */
@Component({
  selector: 'sb-search-box',
  imports: [Shape],
  template: `
    <label class="search">
      <svg class="icon" shape="search" />
      <span class="visually-hidden">Search</span>
      <input
        #box
        type="search"
        maxlength="1024"
        placeholder="Words, or status:error source:plaza-north"
        autocomplete="off"
        spellcheck="false"
        [value]="text()"
        (input)="type(box.value)"
        (keydown.enter)="search(box.value)"
        (keydown.escape)="clear(box, $event)"
      />
      <span class="kbd" aria-hidden="true">/</span>
    </label>
  `,
  styleUrl: './search-box.css',
})
export class SearchBox {
  private readonly address = inject(AddressBar);
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');
  private waiting: ReturnType<typeof setTimeout> | undefined;
  protected readonly text = linkedSignal(() => this.address.query().q);

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.waiting));
  }

  focus(): void {
    this.box().nativeElement.select();
  }

  /** Words are searched for while one types; a field may still be half written. */
  protected type(text: string): void {
    clearTimeout(this.waiting);
    if (!text.includes(':')) this.waiting = setTimeout(() => this.search(text), TYPED_OUT);
  }

  protected search(text: string): void {
    clearTimeout(this.waiting);
    const query = this.address.query();
    const change = { ...readSearch(text, query), page: null, at: null };
    // One step back leads out of the search, not through its letters.
    if (query.q === '' || change.q === '') this.address.go(change);
    else this.address.replace(change);
    this.text.set(this.address.query().q);
  }

  protected clear(box: HTMLInputElement, press: Event): void {
    press.stopPropagation();
    if (box.value === '') box.blur();
    else this.search('');
  }
}
