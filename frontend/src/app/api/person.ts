import { Service, signal } from '@angular/core';

const KEPT_AS = 'signalbox.name';
const NOBODY = 'local';

/** Who acts here. Without sign-in it is a name to show, asked for once and kept in this browser. */
@Service()
export class Person {
  readonly isKnown = signal(localStorage.getItem(KEPT_AS) !== null);
  readonly name = signal(localStorage.getItem(KEPT_AS) ?? NOBODY);

  introduce(name: string): void {
    const shown = name.trim() || NOBODY;
    localStorage.setItem(KEPT_AS, shown);
    this.name.set(shown);
    this.isKnown.set(true);
  }
}
