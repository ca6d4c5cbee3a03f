import { Component, Injector, afterNextRender, computed, inject, signal, viewChild } from '@angular/core';
import type { OperationalEvent } from '@signalbox/contracts';
import type { PressCommand } from '../api/commands';
import { DeadLettersPanel } from '../dead-letters/dead-letters-panel';
import { EventDetail } from '../event-detail/event-detail';
import { Clock } from '../live/clock';
import { Viewport } from '../theme/viewport';
import { AddressBar } from './address-bar';
import { BoardCursor } from './board-cursor';
import { BoardFace } from './board-face';
import { type KeyDeed, deedOf } from './board-keys';
import { BoardState } from './board-state';
import { BoardStrip } from './board-strip';
import { Dock } from './dock';
import { EventCard } from './event-card';
import { EventTable, type RowOrder } from './event-table';
import { faceOf } from './face-of';
import { FilterBar } from './filter-bar';
import { Histogram } from './histogram';
import { KeysHelp } from './keys-help';
import { LensBar } from './lens-bar';
import { NoticeLine } from './notice-line';
import { Operator } from './operator';
import { Pager } from './pager';
import { SideHeads } from './side-heads';

/** After this a person notices that the old rows still stand. */
const SLOW = 300;

/** The board: what came when, what it is narrowed to, the page of events, and the one that is open. */
@Component({
  selector: 'sb-event-board',
  imports: [
    BoardFace,
    BoardStrip,
    DeadLettersPanel,
    Dock,
    EventCard,
    EventDetail,
    EventTable,
    FilterBar,
    Histogram,
    KeysHelp,
    LensBar,
    NoticeLine,
    Pager,
    SideHeads,
  ],
  templateUrl: './event-board.html',
  styleUrl: './event-board.css',
  host: { '[class.has-detail]': 'hasPanel()', '(document:keydown)': 'press($event)' },
})
export class EventBoard {
  private readonly address = inject(AddressBar);
  private readonly clock = inject(Clock);
  private readonly cursor = inject(BoardCursor);
  private readonly operator = inject(Operator);
  private readonly injector = inject(Injector);
  protected readonly board = inject(BoardState);
  protected readonly isNarrow = inject(Viewport).isNarrow;
  private readonly filterBar = viewChild(FilterBar);
  private readonly detail = viewChild(EventDetail);

  protected readonly query = this.address.query;
  protected readonly openId = computed(() => this.query().event);
  protected readonly letters = computed(() => this.query().letters);
  protected readonly hasPanel = computed(() => this.openId() !== null || this.letters() !== null);
  protected readonly now = this.clock.now;
  /** Where a panel takes the whole screen, what lies behind it is out of reach. */
  protected readonly isCovered = computed(() => this.isNarrow() && this.hasPanel());
  protected readonly showsFilters = signal(false);
  protected readonly showsKeys = signal(false);
  protected readonly face = computed(() => {
    const since = this.board.readingSince();
    const isSlow = since !== null && this.clock.now() - since > SLOW;
    return faceOf({ query: this.query(), board: this.board.board(), refusal: this.board.refusal(), isSlow });
  });

  protected open(event: OperationalEvent): void {
    this.operator.forgive(event.id);
    this.address.go({ event: event.id, letters: null });
  }

  protected close(): void {
    this.address.go({ event: null, letters: null });
  }

  /** The first one is a step from the list, to which the browser leads back; the others are its neighbours. */
  protected readLetter(id: string): void {
    if (this.letters() === 'list') this.address.go({ letters: id });
    else this.address.replace({ letters: id });
  }

  protected order({ event, command }: RowOrder): void {
    this.operator.order(command, event, {});
  }

  protected orderCard(event: OperationalEvent, command: PressCommand): void {
    this.order({ event, command });
  }

  protected openCard(event: OperationalEvent, click: Event): void {
    const pressed = click.target instanceof Element && click.target.closest('button');
    if (!pressed) this.open(event);
  }

  /** The neighbour of the open event, while its panel stays. */
  protected step(by: 1 | -1): void {
    this.cursor.move(by);
    const row = this.cursor.row();
    if (row && this.openId() !== null) this.address.replace({ event: row.event.id });
  }

  protected focusSearch(): void {
    this.showsFilters.set(true);
    setTimeout(() => this.filterBar()?.focusSearch());
  }

  protected press(press: KeyboardEvent): void {
    const deed = deedOf(press);
    if (deed === null) return;
    if (deed !== 'close') press.preventDefault();
    this.deeds[deed]();
  }

  private readonly deeds: Record<KeyDeed, () => void> = {
    'next-row': () => this.step(1),
    'previous-row': () => this.step(-1),
    open: () => this.withRow((event) => this.open(event)),
    complete: () => this.withRow((event) => this.complete(event)),
    acknowledge: () => this.withRow((event) => this.orderCard(event, 'acknowledge')),
    reopen: () => this.withRow((event) => this.orderCard(event, 'reopen')),
    'show-new': () => this.board.showNew(),
    search: () => this.focusSearch(),
    help: () => this.showsKeys.update((shows) => !shows),
    close: () => this.closeSomething(),
  };

  private withRow(act: (event: OperationalEvent) => void): void {
    const row = this.cursor.row();
    if (row) act(row.event);
  }

  /** A source that fails may undo it, so the panel asks how long it shall hold; one that is fine skips the question. */
  private complete(event: OperationalEvent): void {
    if (event.status === 'ok') this.orderCard(event, 'complete');
    else {
      this.address.go({ event: event.id, letters: null });
      // The panel comes with the next rendering, if it was not open.
      afterNextRender(() => this.detail()?.askHold(), { injector: this.injector });
    }
  }

  private closeSomething(): void {
    if (this.showsKeys()) this.showsKeys.set(false);
    else if (this.showsFilters()) this.showsFilters.set(false);
    else if (this.hasPanel()) this.close();
  }
}
