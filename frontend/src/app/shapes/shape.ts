import { Component, input } from '@angular/core';
import type { ShapeName } from './sprite';

/** One drawing of the sprite. Always decoration: the words beside it say the same. */
@Component({
  selector: 'svg[shape]',
  template: `<svg:use [attr.href]="'#' + shape()" />`,
  host: { 'aria-hidden': 'true' },
})
export class Shape {
  readonly shape = input.required<ShapeName>();
}
