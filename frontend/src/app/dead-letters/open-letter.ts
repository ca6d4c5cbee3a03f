import { httpResource } from '@angular/common/http';
import {
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
} from '@angular/core';
import type { DeadLetterWithBody } from '@signalbox/contracts';
import { letterUrl } from '../api/dead-letters';
import { problemOf } from '../api/problem-of';
import { Notices } from '../event-board/notices';
import { Clock } from '../live/clock';
import { Shape } from '../shapes/shape';
import { since, wait, age } from '../words/ages';
import { clockTime, day, exactTime } from '../words/clock-times';
import { size } from '../words/sizes';
import { DiscardQuestion } from './discard-question';
import { LetterHand } from './letter-hand';
import type { Fate } from './letter-rows';
import { LettersState } from './letters-state';
import { MendForm } from './mend-form';

type Question = 'mend' | 'discard' | null;

/** More of a body than a person reads, and less than makes a browser slow. */
const SHOWN_MOST = 64 * 1_024;
const ANSWER_WITHIN = 10_000;

const FATE_SENTENCES: Record<Fate, string> = {
  replayed: 'Replayed. If it is refused again, it comes back to this list.',
  discarded: 'Discarded.',
  gone: 'Gone: somebody replayed or discarded it.',
};

/** One dead letter, whole: why it was not taken, what was sent, and what can be done about it. */
@Component({
  selector: 'sb-open-letter',
  imports: [DiscardQuestion, MendForm, Shape],
  templateUrl: './open-letter.html',
  styleUrls: ['../event-detail/acts.css', './open-letter.css'],
})
export class OpenLetter {
  private readonly list = inject(LettersState);
  private readonly clock = inject(Clock);
  private readonly notices = inject(Notices);
  protected readonly hand = inject(LetterHand);
  readonly id = input.required<string>();
  readonly unlit = input(false);
  /** Another letter shall be read instead. */
  readonly wanted = output<string>();

  private readonly read = httpResource<DeadLetterWithBody>(() => ({
    url: letterUrl(this.id()),
    timeout: ANSWER_WITHIN,
  }));
  protected readonly question = linkedSignal<string, Question>({
    source: this.id,
    computation: () => null,
  });
  protected readonly row = computed(() => this.list.rowOf(this.id()));
  protected readonly whole = computed(() => (this.read.hasValue() ? this.read.value() : null));
  /** What the list knows is there before the body is. */
  protected readonly letter = computed(() => this.whole() ?? this.row()?.letter ?? null);
  protected readonly refusal = computed(() => {
    const reason = this.read.error();
    return reason ? problemOf(reason) : null;
  });
  protected readonly fate = computed(
    () => this.row()?.fate ?? (this.refusal()?.status === 404 ? 'gone' : null),
  );
  protected readonly fateWords = computed(() => {
    const fate = this.fate();
    return fate && FATE_SENTENCES[fate];
  });
  protected readonly cameBackAs = computed(() => this.list.returnOf(this.id())?.letter.id ?? null);
  /** Whether nothing can be done with it at the moment. */
  protected readonly isHeld = computed(() => this.hand.isBusy() || this.unlit() || this.fate() !== null);
  protected readonly sentWords = computed(() => {
    const sent = this.hand.sent();
    if (sent?.id !== this.id()) return null;
    const verb = sent.verb === 'replay' ? 'Replay' : 'Discard';
    return `${verb}, sent ${wait(this.clock.now() - sent.at)} ago`;
  });
  protected readonly refusedWords = computed(() => this.hand.refusalOf(this.id()));
  protected readonly facts = computed(() => {
    const letter = this.letter();
    if (!letter) return [];
    const { at, attempts, messageId, subject, bytes } = letter;
    return [
      { name: 'Subject', value: subject },
      { name: 'Message id', value: messageId ?? 'none' },
      {
        name: 'Put aside',
        value: at === null ? 'the broker does not say when' : this.timeWords(at),
        title: at === null ? '' : exactTime(at),
      },
      { name: 'Tried', value: attempts === 1 ? 'once' : `${attempts} times` },
      { name: 'Size', value: size(bytes) },
    ];
  });
  protected readonly isText = computed(() => this.whole()?.encoding !== 'base64');
  protected readonly shownBody = computed(() => this.whole()?.body.slice(0, SHOWN_MOST) ?? null);
  protected readonly cutWords = computed(() => {
    const length = this.whole()?.body.length ?? 0;
    if (length <= SHOWN_MOST) return null;
    return `Cut here: the first ${Math.floor((SHOWN_MOST / length) * 100)} % are shown. Copy takes all of it.`;
  });
  /** Where the mending starts: what was typed before, or what was sent, if that is text. */
  protected readonly mendFrom = signal('');

  constructor() {
    effect(() => {
      const isGone = this.refusal()?.status === 404;
      untracked(() => {
        if (isGone && this.row()?.fate === null) this.list.settle(this.id(), 'gone');
      });
    });
    effect(() => {
      if (this.fate() === 'replayed' || this.fate() === 'discarded') untracked(() => this.question.set(null));
    });
  }

  /** Asks before it throws away, and for the text before it sends a mended one; asked again it asks no more. */
  ask(question: Question): void {
    const whole = this.whole();
    if (question !== null && (this.isHeld() || whole === null)) return;
    this.mendFrom.set(this.hand.draftOf(this.id()) ?? (this.isText() ? (whole?.body ?? '') : ''));
    this.question.update((asked) => (asked === question ? null : question));
  }

  replay(): void {
    if (!this.isHeld()) this.hand.replay(this.id());
  }

  /** Whether there was a question to take back. */
  takeBack(): boolean {
    const asked = this.question() !== null;
    this.question.set(null);
    return asked;
  }

  protected replayMended(body: string): void {
    this.hand.replay(this.id(), body);
  }

  protected readAnew(): void {
    this.read.reload();
  }

  protected copyBody(): void {
    navigator.clipboard.writeText(this.whole()?.body ?? '').then(
      () => this.notices.say('What was sent is copied.'),
      () => this.notices.say('This browser does not let the console copy.'),
    );
  }

  private timeWords(at: string): string {
    const now = this.clock.now();
    const today = day(at) === day(now) ? '' : `${day(at)}, `;
    return `${today}${clockTime(at)}, ${age(since(at, now))} ago`;
  }
}
