import { Component, computed, input, output } from '@angular/core';
import { Shape } from '../shapes/shape';
import { since, age } from '../words/ages';
import { exactTime } from '../words/clock-times';
import { times } from '../words/counts';
import { size } from '../words/sizes';
import type { Fate, LetterRow } from './letter-rows';

export const FATE_WORDS: Record<Fate, string> = {
  replayed: 'Replayed',
  discarded: 'Discarded',
  gone: 'Gone',
};

/** The letters, the oldest first: one is chosen by a click or by the arrow keys. */
@Component({
  selector: 'sb-letter-list',
  imports: [Shape],
  templateUrl: './letter-list.html',
  styleUrl: './letter-list.css',
  host: { '[class.unlit]': 'unlit()' },
})
export class LetterList {
  readonly rows = input.required<readonly LetterRow[]>();
  readonly chosen = input<string | null>(null);
  readonly now = input.required<number>();
  readonly unlit = input(false);
  readonly chose = output<string>();

  /** Where the Tab key enters. */
  protected readonly entry = computed(() => {
    const rows = this.rows();
    const chosen = rows.find(({ letter }) => letter.id === this.chosen());
    return (chosen ?? rows[0])?.letter.id;
  });
  protected readonly lines = computed(() =>
    this.rows().map(({ letter, fate, cameBack }) => ({
      letter,
      fate,
      size: size(letter.bytes),
      tries: times(letter.attempts),
      age: letter.at === null ? '' : age(since(letter.at, this.now())),
      exactly: letter.at === null ? 'The broker does not say when' : exactTime(letter.at),
      mark: fate ? FATE_WORDS[fate] : cameBack ? 'Came back' : '',
    })),
  );

  focus(id: string): void {
    document.getElementById(`letter-${id}`)?.focus();
  }

  protected choose(press: Event, id: string): void {
    press.preventDefault();
    this.chose.emit(id);
  }
}
