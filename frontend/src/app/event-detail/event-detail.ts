import { Component, computed, effect, inject, input, output, signal, viewChild } from '@angular/core';
import type { CommandBody, OperationalEvent } from '@signalbox/contracts';
import type { CommandName } from '@signalbox/contracts/vocabulary';
import { Person } from '../api/person';
import { BoardState } from '../event-board/board-state';
import { Notices } from '../event-board/notices';
import { Operator } from '../event-board/operator';
import { DONE_WORDS } from '../event-board/refusals';
import { Clock } from '../live/clock';
import { Shape } from '../shapes/shape';
import { wait } from '../words/ages';
import { DetailState } from './detail-state';
import { EventHistory } from './event-history';
import { Pair } from './pair';
import { Preflight } from './preflight';

/** What the panel asks for at the moment. */
type Question = 'hold' | 'assignee' | 'comment' | null;

/** One event, whole: what its source says, what people decided, what can be done, and how it came about. */
@Component({
  selector: 'sb-event-detail',
  imports: [EventHistory, Pair, Preflight, Shape],
  providers: [DetailState],
  templateUrl: './event-detail.html',
  styleUrls: ['./panel.css', './acts.css', './event-detail.css'],
  host: { role: 'complementary', '[attr.aria-label]': '"Event " + (event()?.key ?? "")' },
})
export class EventDetail {
  private readonly operator = inject(Operator);
  private readonly clock = inject(Clock);
  private readonly notices = inject(Notices);
  private readonly preflight = viewChild(Preflight);
  protected readonly state = inject(DetailState);
  protected readonly person = inject(Person);
  protected readonly unlit = inject(BoardState).unlit;

  readonly id = input.required<string>();
  readonly closed = output();
  /** To the row above or below, while the panel stays. */
  readonly stepped = output<1 | -1>();

  protected readonly event = this.state.event;
  protected readonly now = this.clock.now;
  protected readonly entries = computed(() => this.state.journal()?.entries ?? []);
  protected readonly isWhole = computed(() => this.state.journal()?.next === null);
  protected readonly question = signal<Question>(null);
  protected readonly showsAttributes = signal(false);
  protected readonly sentWords = computed(() => {
    const sent = this.operator.sent().get(this.id());
    return sent ? `${DONE_WORDS[sent.command]}, sent ${wait(this.now() - sent.at)} ago` : null;
  });
  protected readonly refusal = computed(() => this.operator.refusalOf(this.id(), this.now()));
  protected readonly isBusy = computed(() => this.operator.isBusy(this.id()));

  constructor() {
    effect(() => {
      this.state.id.set(this.id());
      this.question.set(null);
    });
  }

  /** Asks how long a completion shall hold; asked again it is answered as it stands. */
  askHold(): void {
    if (this.preflight()) this.preflight()?.complete();
    else this.question.set('hold');
  }

  protected ask(question: Question): void {
    this.question.update((asked) => (asked === question ? null : question));
  }

  /** A source that is fine needs no question: nothing has to hold against it. */
  protected startCompleting(event: OperationalEvent): void {
    if (event.status === 'ok') this.order(event, 'complete', {});
    else this.ask('hold');
  }

  protected order<Name extends CommandName>(
    event: OperationalEvent,
    name: Name,
    body: CommandBody<Name>,
  ): void {
    this.question.set(null);
    this.operator.order(name, event, body);
  }

  protected assign(submit: Event, event: OperationalEvent, name: string): void {
    submit.preventDefault();
    this.order(event, 'assign', { assignee: name.trim() || null });
  }

  protected comment(submit: Event, event: OperationalEvent, note: string): void {
    submit.preventDefault();
    if (note.trim()) this.order(event, 'comment', { note: note.trim() });
  }

  protected copyLink(): void {
    navigator.clipboard.writeText(location.href).then(
      () => this.notices.say('The link is copied.'),
      () => this.notices.say('This browser does not let the console copy.'),
    );
  }

  protected shown(value: unknown): string {
    return typeof value === 'string' ? value : JSON.stringify(value);
  }
}
