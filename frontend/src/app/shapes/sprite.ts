import { Component } from '@angular/core';

export type ShapeName =
  | 'lamp-error'
  | 'lamp-warning'
  | 'lamp-ok'
  | 'unlit-error'
  | 'unlit-warning'
  | 'unlit-ok'
  | 'line-loop'
  | 'menu'
  | 'chevron-down'
  | 'chevron-up'
  | 'lever-open'
  | 'lever-acknowledged'
  | 'lever-completed'
  | 'differs'
  | 'override'
  | 'collar'
  | 'clock'
  | 'arrow-up'
  | 'arrow-right'
  | 'search'
  | 'pause'
  | 'check'
  | 'first'
  | 'prev'
  | 'next'
  | 'last'
  | 'close'
  | 'columns'
  | 'letter'
  | 'theme'
  | 'line-live'
  | 'line-catching'
  | 'line-polling'
  | 'line-stale'
  | 'line-offline';

/** Every drawing of the console, once; `Shape` puts them where they are needed. The bar of a lamp is knocked out of it. */
@Component({
  selector: 'sb-sprite',
  templateUrl: './sprite.html',
  styles: `
    :host {
      position: absolute;
      width: 0;
      height: 0;
      overflow: hidden;
    }
  `,
})
export class Sprite {}
