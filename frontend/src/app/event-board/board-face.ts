import { Component, computed, inject, input, output } from '@angular/core';
import { Clock } from '../live/clock';
import { age, since, wait } from '../words/ages';
import { clockTime } from '../words/clock-times';
import { count } from '../words/counts';
import { AddressBar } from './address-bar';
import { NO_FILTER, filtersInForce } from './board-query';
import { FilterChip } from './filter-chip';
import { BoardState } from './board-state';
import { Face } from './face';
import type { FaceName } from './face-of';
import { Notices } from './notices';
import { SummaryState } from './summary-state';
import { brokenFilters } from './broken-filters';

const FIRST_REPORT = `curl localhost:8001/v1/reports --json '{"status":"error","message":"disk full"}'`;

/** Says why there are no rows, and what can be done about it. */
@Component({
  selector: 'sb-board-face',
  imports: [Face, FilterChip],
  templateUrl: './board-face.html',
  styleUrl: './board-face.css',
})
export class BoardFace {
  private readonly address = inject(AddressBar);
  private readonly clock = inject(Clock);
  private readonly notices = inject(Notices);
  protected readonly board = inject(BoardState);
  protected readonly summary = inject(SummaryState);
  readonly name = input.required<FaceName>();
  readonly searchAsked = output();

  protected readonly firstReport = FIRST_REPORT;
  protected readonly chips = computed(() => filtersInForce(this.address.query()));
  protected readonly broken = computed(() => brokenFilters(this.address.query(), this.board.refusal()));
  protected readonly total = computed(() => count(this.summary.total()?.count ?? 0));
  protected readonly all = computed(() => count(this.summary.all()));
  protected readonly acknowledged = computed(() => this.summary.inState('acknowledged'));
  protected readonly diverged = computed(() => this.summary.diverged());
  protected readonly lastReport = computed(() => {
    const last = this.summary.lastReport();
    return last && `Last report ${wait(since(last.at, this.clock.now()))} ago, from ${last.source}.`;
  });
  protected readonly searchedTo = this.board.searchedTo;
  protected readonly failure = computed(() => {
    const failed = this.board.failedAt();
    if (!failed) return 'Asking again now.';
    const again = Math.max(0, failed.again - this.clock.now());
    return `Asked at ${clockTime(failed.asked)}. Asking again in ${age(again)}.`;
  });
  protected readonly failedTitle = computed(() =>
    this.board.refusal()?.status === 503
      ? 'The database service does not answer'
      : 'The event service does not answer',
  );

  protected clearAll(): void {
    this.address.narrow(NO_FILTER);
  }

  protected showDiverged(): void {
    this.address.narrow({ ...NO_FILTER, diverged: true });
  }

  protected searchFurther(): void {
    this.board.turn(this.board.way(), null);
  }

  /** The broken parts are not in the query: writing it anew leaves them out. */
  protected showTheRest(): void {
    this.address.narrow({ page: null });
  }

  protected askNow(): void {
    this.board.readAnew();
  }

  protected copyCommand(): void {
    this.copy(FIRST_REPORT, 'The command is copied.');
  }

  protected copyDetails(): void {
    const refusal = this.board.refusal();
    this.copy(
      JSON.stringify({ at: new Date().toISOString(), ...refusal }, null, 2),
      'The details are copied.',
    );
  }

  private copy(text: string, done: string): void {
    navigator.clipboard.writeText(text).then(
      () => this.notices.say(done),
      () => this.notices.say('This browser does not let the console copy.'),
    );
  }
}
