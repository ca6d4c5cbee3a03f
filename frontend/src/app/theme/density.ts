import { Service, computed, signal } from '@angular/core';

const KEPT_AS = 'signalbox.density';

/** Rows of one line, or of two. */
@Service()
export class Density {
  private readonly choice = signal(localStorage.getItem(KEPT_AS) ?? 'compact');
  readonly isRoomy = computed(() => this.choice() === 'roomy');

  toggle(): void {
    const next = this.isRoomy() ? 'compact' : 'roomy';
    localStorage.setItem(KEPT_AS, next);
    this.choice.set(next);
  }
}
