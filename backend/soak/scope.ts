import type { Scope } from '../test/support/start-process.ts';

/** What was opened is closed in the end, the last first. */
export class SoakScope implements Scope {
  readonly #ends: (() => Promise<unknown>)[] = [];

  after(end: () => Promise<unknown>): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }
}
