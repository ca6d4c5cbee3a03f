/** Ends what was started in it, the newest first. */
export class Closing {
  private readonly ends: (() => Promise<unknown>)[] = [];

  after(end: () => Promise<unknown>): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.ends.splice(0).reverse()) await end();
  }
}
