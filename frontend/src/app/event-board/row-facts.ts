import { Directive, computed, inject, input, output } from '@angular/core';
import type { PressCommand } from '../api/commands';
import { age, shortAge, since, wait } from '../words/ages';
import { times } from '../words/counts';
import { exactTime } from '../words/clock-times';
import { STATE_WORDS } from '../words/hold-words';
import type { Row } from './board';
import { Operator } from './operator';
import { DONE_WORDS } from './refusals';
import { sentTie, spoken, tieOf, whoOf } from './row-words';

/** The mark of a change stays this long, or until the row is looked at. */
const MARKED_FOR = 10_000;

/** What a row says, as line of the table or as card. */
@Directive()
export abstract class RowFacts {
  protected readonly operator = inject(Operator);
  readonly row = input.required<Row>();
  readonly now = input.required<number>();
  readonly unlit = input(false);
  readonly ordered = output<PressCommand>();

  protected readonly event = computed(() => this.row().event);
  protected readonly isUnlit = computed(() => this.unlit() || this.row().left);
  protected readonly stateWord = computed(() => STATE_WORDS[this.event().state]);
  protected readonly spoken = computed(() => spoken(this.event()));
  protected readonly sent = computed(() => this.operator.sent().get(this.event().id) ?? null);
  protected readonly refused = computed(() => this.operator.refusalOf(this.event().id, this.now()));
  protected readonly tie = computed(() => {
    const [sent, refused] = [this.sent(), this.refused()];
    if (sent) {
      const passed = wait(this.now() - sent.at);
      return sentTie(`${DONE_WORDS[sent.command]}, sent ${passed} ago`, `sent ${passed}`);
    }
    if (refused) return sentTie(refused.words, refused.short);
    return tieOf(this.event(), this.now());
  });
  protected readonly who = computed(() => whoOf(this.event(), this.now()));
  protected readonly whoAge = computed(() => age(since(this.who().since, this.now())));
  protected readonly lastAge = computed(() => shortAge(since(this.event().receivedAt, this.now())));
  protected readonly lastExactly = computed(() => exactTime(this.event().receivedAt));
  protected readonly reports = computed(() => times(this.event().reports));
  protected readonly isChanged = computed(() => {
    const { changedAt } = this.row();
    return changedAt !== null && !this.isUnlit() && this.now() - changedAt < MARKED_FOR;
  });
  /** The rail at the left, seen from across the room: what there is to do. */
  protected readonly rail = computed(() => {
    const { status, state, diverged } = this.event();
    if (this.isUnlit() || status === 'ok') return '';
    if (state === 'open') return `rail-${status}`;
    return diverged ? `rail-apart rail-apart-${status}` : '';
  });
  protected readonly mayAcknowledge = computed(() => this.event().state === 'open');
  protected readonly mayComplete = computed(() => this.event().state !== 'completed');
  /** What its source closed is not ours to reopen from a row; the detail can. */
  protected readonly mayReopen = computed(
    () => this.event().state === 'completed' && this.event().completedBy?.kind === 'person',
  );
  protected readonly isBusy = computed(() => this.operator.isBusy(this.event().id) || this.unlit());
}
