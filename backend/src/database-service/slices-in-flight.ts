import type { Receipt } from '@signalbox/contracts';
import type { Load } from './write-queue.ts';
import { WRITES_PER_COMMIT } from './write-queue.ts';

/** What the writer has at hand, what it takes next, and what is read meanwhile. The bytes bound what is held of long lines. */
const MOST: Load = { items: 3 * WRITES_PER_COMMIT, bytes: 4 * 1_024 * 1_024 };

/** The slices of one body that wait for their commits while more of it is read: some, in order, and never more. */
export class SlicesInFlight {
  private items = 0;
  private bytes = 0;
  private failure: { readonly error: unknown } | undefined;
  private flying: Promise<void>[] = [];
  private readonly landed: (receipts: readonly Receipt[]) => unknown;

  /** `landed` is called with the receipts of each slice, in order, and waited for. */
  constructor(landed: (receipts: readonly Receipt[]) => unknown) {
    this.landed = landed;
  }

  launch(slice: Promise<readonly Receipt[]>, load: Load): void {
    this.items += load.items;
    this.bytes += load.bytes;
    const before = this.flying.at(-1);
    const landing = this.land(slice, before).finally(() => {
      void this.flying.shift();
      this.items -= load.items;
      this.bytes -= load.bytes;
    });
    this.flying.push(landing);
  }

  /** Resolves when one more slice may be launched; rejects as soon as one has failed. */
  async room(): Promise<void> {
    while (this.failure === undefined && (this.items >= MOST.items || this.bytes >= MOST.bytes))
      await this.flying[0];
    if (this.failure) throw this.failure.error;
  }

  /** Resolves when all have landed; rejects when one failed. Behind one that failed nothing is told. */
  async allLanded(): Promise<void> {
    await this.flying.at(-1);
    if (this.failure) throw this.failure.error;
  }

  /** Never rejects. */
  private async land(slice: Promise<readonly Receipt[]>, before: Promise<void> | undefined): Promise<void> {
    try {
      // Both at once: a slice that fails while an earlier one flies is no unhandled rejection.
      const [receipts] = await Promise.all([slice, before]);
      if (this.failure === undefined) await this.landed(receipts);
    } catch (error) {
      this.failure ??= { error };
      await before;
    }
  }
}
