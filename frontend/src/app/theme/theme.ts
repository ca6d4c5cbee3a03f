import { Service, computed, effect, signal } from '@angular/core';

const CHOICES = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof CHOICES)[number];
const KEPT_AS = 'signalbox.theme';

const kept = (): ThemeChoice => CHOICES.find((choice) => choice === localStorage.getItem(KEPT_AS)) ?? 'auto';

/** Light, dark, or as the system has it. */
@Service()
export class Theme {
  readonly choice = signal<ThemeChoice>(kept());
  readonly next = computed(() => CHOICES[(CHOICES.indexOf(this.choice()) + 1) % CHOICES.length]!);

  constructor() {
    effect(() => {
      const choice = this.choice();
      const root = document.documentElement;
      if (choice === 'auto') delete root.dataset['theme'];
      else root.dataset['theme'] = choice;
    });
  }

  choose(choice: ThemeChoice): void {
    localStorage.setItem(KEPT_AS, choice);
    this.choice.set(choice);
  }
}
