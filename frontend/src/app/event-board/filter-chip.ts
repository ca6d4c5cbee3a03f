import { Component, inject, input } from '@angular/core';
import { Shape } from '../shapes/shape';
import { AddressBar } from './address-bar';
import type { FilterInForce } from './board-query';

/** A filter in force, which can be taken away. */
@Component({
  selector: 'sb-filter-chip',
  imports: [Shape],
  template: `
    <span
      ><b>{{ filter().name }}:</b>{{ filter().value }}</span
    >
    <button
      type="button"
      [attr.aria-label]="'Remove ' + filter().name + ' ' + filter().value"
      (click)="remove()"
    >
      <svg shape="close" />
    </button>
  `,
  host: { class: 'chip' },
})
export class FilterChip {
  private readonly address = inject(AddressBar);
  readonly filter = input.required<FilterInForce>();

  protected remove(): void {
    this.address.narrow(this.filter().without);
  }
}
