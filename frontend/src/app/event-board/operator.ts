import { Service, inject, signal } from '@angular/core';
import type { CommandBody, OperationalEvent } from '@signalbox/contracts';
import type { CommandName } from '@signalbox/contracts/vocabulary';
import { Commands, newCommandId } from '../api/commands';
import { type Refusal, problemOf } from '../api/problem-of';
import { Clock } from '../live/clock';
import { age, since } from '../words/ages';
import { BoardState } from './board-state';
import { Notices } from './notices';
import { DONE_WORDS, fasterOne, mayRepeat, whatHappened } from './refusals';

/** A command that is under way. The event stays as it is: the console does not decide. */
export interface Sent {
  readonly command: CommandName;
  readonly at: number;
}
/** Why a command was not done; shown at its event until it is old or touched. */
export interface Refused {
  readonly words: string;
  readonly short: string;
  readonly at: number;
}

interface Order<Name extends CommandName> {
  readonly name: Name;
  readonly seen: OperationalEvent;
  readonly body: CommandBody<Name>;
}

const REFUSED_FOR = 10_000;
/** The second half of a double click must not hit what took the button's place. */
const SETTLES_FOR = 600;
const without = <Value>(map: ReadonlyMap<string, Value>, id: string) => {
  const rest = new Map(map);
  rest.delete(id);
  return rest;
};

/** The hand on the levers: sends commands, and says what became of them. */
@Service()
export class Operator {
  private readonly commands = inject(Commands);
  private readonly board = inject(BoardState);
  private readonly notices = inject(Notices);
  private readonly clock = inject(Clock);

  readonly sent = signal<ReadonlyMap<string, Sent>>(new Map());
  readonly refused = signal<ReadonlyMap<string, Refused>>(new Map());
  /** Events whose command was just answered: their buttons have changed under the pointer. */
  readonly settling = signal<ReadonlySet<string>>(new Set());
  /** The newest event that an answer brought, for views that do not stand on the board. */
  readonly answered = signal<OperationalEvent | null>(null);

  order<Name extends CommandName>(name: Name, seen: OperationalEvent, body: CommandBody<Name>): void {
    if (this.sent().has(seen.id)) return;
    this.forgive(seen.id);
    this.sent.update((sent) => new Map(sent).set(seen.id, { command: name, at: this.clock.instant() }));
    const order = { name, seen, body: { id: newCommandId(), ...body } };
    this.send(order, seen.version, true);
  }

  /** Whether the buttons of an event take no click; what was offered elsewhere, as Undo, is not among them. */
  isBusy(id: string): boolean {
    return this.sent().has(id) || this.settling().has(id);
  }

  /** A refusal that was seen needs no words any more. */
  forgive(id: string): void {
    if (this.refused().has(id)) this.refused.update((refused) => without(refused, id));
  }

  refusalOf(id: string, now: number): Refused | null {
    const refusal = this.refused().get(id);
    return refusal && now - refusal.at < REFUSED_FOR ? refusal : null;
  }

  private send<Name extends CommandName>(order: Order<Name>, version: number | 'any', first: boolean): void {
    this.commands.send(order.name, order.seen.id, version, order.body).subscribe({
      next: (event) => this.succeed(order, event),
      error: (reason: unknown) => this.fail(order, problemOf(reason), first),
    });
  }

  private succeed<Name extends CommandName>(order: Order<Name>, event: OperationalEvent): void {
    this.settle(event.id);
    this.learn(event);
    const done = `${event.key}: ${DONE_WORDS[order.name].toLowerCase()}.`;
    if (order.name === 'undo' || order.name === 'comment') this.notices.say(done);
    else this.notices.say(done, { label: 'Undo', run: () => this.order('undo', event, {}) });
  }

  private fail<Name extends CommandName>(order: Order<Name>, refusal: Refusal, first: boolean): void {
    const now = refusal.problem?.event;
    if (refusal.status === 412 && now && first && mayRepeat(order.seen, now)) {
      this.send({ ...order, seen: now }, now.version, false);
      return;
    }
    this.settle(order.seen.id);
    if (now) this.learn(now);
    if (refusal.status === 412 && now) this.tellFaster(order, now);
    else if (refusal.status === 409 && now) this.tellAlready(order, now);
    else this.tellNotSent(order, refusal);
  }

  private tellFaster<Name extends CommandName>(order: Order<Name>, now: OperationalEvent): void {
    const who = fasterOne(now);
    const passed = age(since(now.changedAt, this.clock.instant()));
    this.refuse(now.id, `${who} was faster, not sent`, 'not sent');
    this.notices.say(`${now.key}: ${who} ${whatHappened(now)} ${passed} ago. Yours was not sent.`, {
      label: `${this.verb(order.name)} anyway`,
      run: () => this.confirm(order, now),
    });
  }

  private tellAlready<Name extends CommandName>(order: Order<Name>, now: OperationalEvent): void {
    const passed = age(since(now.changedAt, this.clock.instant()));
    this.refuse(now.id, `${now.state} already, not sent`, 'already so');
    this.notices.say(
      `${now.key} is ${now.state} already, since ${passed}. ${this.verb(order.name)} was not needed.`,
    );
  }

  private tellNotSent<Name extends CommandName>(order: Order<Name>, refusal: Refusal): void {
    const blame = refusal.problem?.errors?.[0]?.detail ?? refusal.problem?.detail;
    const reasons: Record<number, string> = {
      0: 'the event service did not answer',
      404: 'the event is not there any more',
      503: 'the database service does not answer',
    };
    const why =
      reasons[refusal.status] ?? blame ?? refusal.problem?.title ?? `refused with ${refusal.status}`;
    this.refuse(order.seen.id, `not sent: ${why}`, 'not sent');
    this.notices.say(`${order.seen.key}: not sent, ${why}.`, {
      label: 'Send again',
      run: () => this.order(order.name, order.seen, order.body),
    });
  }

  /** The person saw who was faster, and wants it nevertheless. */
  private confirm<Name extends CommandName>(order: Order<Name>, now: OperationalEvent): void {
    this.forgive(now.id);
    this.sent.update((sent) => new Map(sent).set(now.id, { command: order.name, at: this.clock.instant() }));
    this.send({ ...order, seen: now, body: { ...order.body, id: newCommandId() } }, 'any', false);
  }

  private verb(name: CommandName): string {
    return name.charAt(0).toUpperCase() + name.slice(1);
  }

  private settle(id: string): void {
    this.sent.update((sent) => without(sent, id));
    this.settling.update((settling) => new Set(settling).add(id));
    setTimeout(() => {
      this.settling.update((settling) => new Set([...settling].filter((other) => other !== id)));
    }, SETTLES_FOR);
  }

  private learn(event: OperationalEvent): void {
    this.board.apply(event);
    this.answered.set(event);
  }

  private refuse(id: string, words: string, short: string): void {
    this.refused.update((refused) => new Map(refused).set(id, { words, short, at: this.clock.instant() }));
  }
}
