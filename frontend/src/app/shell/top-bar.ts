import { Component, computed, inject, signal } from '@angular/core';
import { Person } from '../api/person';
import { DeadLetterEntry } from '../dead-letters/dead-letter-entry';
import { AddressBar } from '../event-board/address-bar';
import { BoardState } from '../event-board/board-state';
import { SummaryState } from '../event-board/summary-state';
import { VIEWS, type View, isView } from '../event-board/views';
import { Clock } from '../live/clock';
import { TrustBadge } from '../live/trust-badge';
import { Shape } from '../shapes/shape';
import { Theme } from '../theme/theme';
import { Viewport } from '../theme/viewport';
import { clockTime, utcTime } from '../words/clock-times';
import { countWithin } from '../words/counts';
import { NameForm } from './name-form';

/** The head of every page: where one is, and how far it can be trusted. */
@Component({
  selector: 'sb-top-bar',
  imports: [DeadLetterEntry, NameForm, Shape, TrustBadge],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
  host: { '(keydown.escape)': 'asksName.set(false)' },
})
export class TopBar {
  private readonly address = inject(AddressBar);
  private readonly summary = inject(SummaryState);
  private readonly clock = inject(Clock);
  protected readonly board = inject(BoardState);
  protected readonly theme = inject(Theme);
  protected readonly person = inject(Person);
  protected readonly isNarrow = inject(Viewport).isNarrow;
  protected readonly asksName = signal(false);

  protected readonly views = VIEWS;
  protected readonly time = computed(() => clockTime(this.clock.now()));
  protected readonly utc = computed(() => utcTime(this.clock.now()));

  protected isCurrent(view: View): boolean {
    return isView(view, this.address.query());
  }

  protected countOf(view: View): string {
    return this.summary.isKnown() ? countWithin(view.count(this.summary), 9_999) : '';
  }

  protected show(view: View, click: Event): void {
    click.preventDefault();
    this.address.narrow(view.lens);
  }

  protected switchTheme(): void {
    this.theme.choose(this.theme.next());
  }

  protected pauseOrGoOn(): void {
    this.board.setPaused(!this.board.paused());
  }

  protected followOrNot(): void {
    this.board.follows.update((follows) => !follows);
  }
}
