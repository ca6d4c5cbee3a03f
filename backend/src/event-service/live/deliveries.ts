/** A frame of 50 kB is given to the kernel in some 30 µs, so that a turn takes about 2 ms. */
const STEPS_PER_TURN = 64;

/**
 * Work for many browsers, done in the order in which it was given, a little in each turn of the event loop: a thousand
 * frames at once would hold up every request behind them.
 */
export class Deliveries {
  private waiting: Iterator<unknown>[] = [];
  private isRunning = false;

  /** Each step of the work is small, such as one frame for one browser. */
  add(work: Iterator<unknown>): void {
    this.waiting.push(work);
    if (this.isRunning) return;
    this.isRunning = true;
    this.turn();
  }

  private turn(): void {
    let [work] = this.waiting;
    for (let step = 0; work && step < STEPS_PER_TURN; step += 1) {
      if (!work.next().done) continue;
      this.waiting.shift();
      [work] = this.waiting;
    }
    this.isRunning = work !== undefined;
    if (work) setImmediate(() => this.turn());
  }
}
