import { Component, inject } from '@angular/core';
import { EventBoard } from './event-board/event-board';
import { Sprite } from './shapes/sprite';
import { TopBar } from './shell/top-bar';
import { Theme } from './theme/theme';

@Component({
  selector: 'sb-app',
  imports: [EventBoard, Sprite, TopBar],
  template: `
    <sb-sprite />
    <sb-top-bar role="banner" />
    <sb-event-board />
  `,
  styles: `
    :host {
      display: grid;
      grid-template: 48px minmax(0, 1fr) / minmax(0, 1fr);
      height: 100vh;
      height: 100dvh;
      overflow: hidden;
    }
  `,
})
export class App {
  constructor() {
    inject(Theme);
  }
}
