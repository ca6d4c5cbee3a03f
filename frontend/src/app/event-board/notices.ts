import { Service, computed, inject, signal } from '@angular/core';
import { Clock } from '../live/clock';

export interface Notice {
  readonly text: string;
  /** What can be done about it, and for how long it is offered. */
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly until: number;
}

const SHOWN_FOR = 10_000;

/** The one sentence at the foot of the board: what a command did, or why it did not. */
@Service()
export class Notices {
  private readonly clock = inject(Clock);
  private readonly newest = signal<Notice | null>(null);
  readonly current = computed(() => {
    const notice = this.newest();
    return notice && this.clock.now() < notice.until ? notice : null;
  });

  say(text: string, action?: Notice['action']): void {
    this.newest.set({ text, ...(action && { action }), until: this.clock.instant() + SHOWN_FOR });
  }

  dismiss(): void {
    this.newest.set(null);
  }
}
