import { DestroyRef, Service, type Signal, inject, signal } from '@angular/core';

/** Which of the layouts the window has room for. */
@Service()
export class Viewport {
  private readonly destroyed = inject(DestroyRef);
  readonly isNarrow = this.follow('(width < 990px)');

  private follow(condition: string): Signal<boolean> {
    const list = window.matchMedia(condition);
    const matches = signal(list.matches);
    const update = () => matches.set(list.matches);
    list.addEventListener('change', update);
    this.destroyed.onDestroy(() => list.removeEventListener('change', update));
    return matches;
  }
}
