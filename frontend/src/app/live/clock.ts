import { DestroyRef, Service, inject, signal } from '@angular/core';

const SECOND = 1_000;
/** The header of an answer has whole seconds; below this the two clocks agree. */
const AGREEMENT = 2 * SECOND;

/** The time of the services, ticking once a second: ages on the screen are differences to their times. */
@Service()
export class Clock {
  private offset = 0;
  private readonly ticking = signal(Date.now());
  readonly now = this.ticking.asReadonly();

  constructor() {
    const timer = setInterval(() => this.tick(), SECOND);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** The time at this very moment, between two ticks. */
  instant(): number {
    return Date.now() + this.offset;
  }

  /** Takes the time of an answer's `Date` header. */
  hear(date: string | null): void {
    const difference = date === null ? Number.NaN : Date.parse(date) - Date.now();
    if (Number.isNaN(difference)) return;
    this.offset = Math.abs(difference) < AGREEMENT ? 0 : difference;
  }

  private tick(): void {
    this.ticking.set(this.instant());
  }
}
