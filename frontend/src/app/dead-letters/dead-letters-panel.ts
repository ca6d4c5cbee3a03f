import type { ElementRef } from '@angular/core';
import {
  Component,
  DestroyRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { Face } from '../event-board/face';
import { Clock } from '../live/clock';
import { Shape } from '../shapes/shape';
import { age } from '../words/ages';
import { clockTime } from '../words/clock-times';
import { count } from '../words/counts';
import { LetterHand } from './letter-hand';
import { type LetterDeed, letterDeedOf } from './letter-keys';
import { LetterList } from './letter-list';
import { LettersState } from './letters-state';
import { LettersStrip } from './letters-strip';
import { OpenLetter } from './open-letter';

/** Messages that a broker brought and that could not be taken: why, and what shall become of each. */
@Component({
  selector: 'sb-dead-letters',
  imports: [Face, LetterList, LettersStrip, OpenLetter, Shape],
  providers: [LettersState, LetterHand],
  templateUrl: './dead-letters-panel.html',
  styleUrls: ['../event-detail/panel.css', './dead-letters-panel.css'],
  host: {
    role: 'complementary',
    'aria-label': 'Dead letters',
    tabindex: '-1',
    '[class.reads]': 'id() !== null',
    '(keydown)': 'press($event)',
  },
})
export class DeadLettersPanel {
  private readonly hand = inject(LetterHand);
  protected readonly state = inject(LettersState);
  protected readonly clock = inject(Clock);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly list = viewChild(LetterList);
  private readonly letter = viewChild(OpenLetter);

  /** `list`, or the id of the letter that is read. */
  readonly chosen = input.required<string>();
  readonly closed = output();
  readonly chose = output<string>();

  protected readonly id = computed(() => (this.chosen() === 'list' ? null : this.chosen()));
  /** Where nobody answers, one face says so for all. */
  protected readonly readId = computed(() => {
    const face = this.state.face();
    return face === 'away' || face === 'no-broker' ? null : this.id();
  });
  protected readonly title = computed(() => {
    const total = this.state.total();
    if (total === null) return 'Dead letters';
    if (total === 0) return 'No dead letters';
    return total === 1 ? '1 dead letter' : `${count(total)} dead letters`;
  });
  protected readonly trouble = computed(() => this.state.trouble().replace(/\.$/, ''));
  protected readonly again = computed(() => {
    const failed = this.state.failedAt();
    if (!failed) return 'Asking again now.';
    const left = age(Math.max(0, failed.again - this.clock.now()));
    return `Asked at ${clockTime(failed.asked)}. Asking again in ${left}.`;
  });
  protected readonly count = count;

  constructor() {
    const opener = document.activeElement;
    afterNextRender(() => this.heading().nativeElement.focus({ preventScroll: true }));
    inject(DestroyRef).onDestroy(() => this.giveFocusBack(opener));
    effect(() => {
      if (!this.hand.isBusy()) untracked(() => this.keepFocus());
    });
  }

  protected press(press: KeyboardEvent): void {
    const deed = letterDeedOf(press);
    if (deed === null) return;
    if (deed === 'nothing') return press.stopPropagation();
    if (deed === 'close' && !this.closesSomething()) return;
    press.stopPropagation();
    press.preventDefault();
    this.deeds[deed]();
  }

  protected showList(): void {
    this.chose.emit('list');
    setTimeout(() => this.keepFocus());
  }

  protected lookAt(id: string): void {
    this.chose.emit(id);
    this.list()?.focus(id);
  }

  private readonly deeds: Record<LetterDeed, () => void> = {
    next: () => this.step(1),
    previous: () => this.step(-1),
    first: () => this.choose(0),
    last: () => this.choose(this.state.rows().length - 1),
    replay: () => this.letter()?.replay(),
    mend: () => this.letter()?.ask('mend'),
    discard: () => this.letter()?.ask('discard'),
    close: () => undefined,
  };

  private step(by: 1 | -1): void {
    const place = this.state.rows().findIndex(({ letter }) => letter.id === this.id());
    this.choose(place === -1 ? 0 : place + by);
  }

  private choose(place: number): void {
    const row = this.state.rows()[place];
    if (row) this.lookAt(row.letter.id);
  }

  /** A question is taken back before anything is closed. */
  private closesSomething(): boolean {
    if (this.letter()?.takeBack()) {
      setTimeout(() => this.keepFocus());
      return true;
    }
    return false;
  }

  /** A button that was pressed and is gone takes the focus with it: then the list has it, or the panel. */
  private keepFocus(): void {
    setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const id = this.id();
      if (id !== null) this.list()?.focus(id);
      if (document.activeElement === document.body) this.heading().nativeElement.focus();
    });
  }

  private giveFocusBack(opener: Element | null): void {
    setTimeout(() => {
      if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected)
        opener.focus();
    });
  }
}
