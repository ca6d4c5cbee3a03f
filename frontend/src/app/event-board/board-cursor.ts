import { Service, computed, inject, signal } from '@angular/core';
import { BoardState } from './board-state';

/** The row that the keyboard acts on. It stays with its event, wherever that goes. */
@Service()
export class BoardCursor {
  private readonly board = inject(BoardState);
  private readonly chosen = signal<string | null>(null);
  /** Whether the keyboard moved it last: only then it takes the focus with it. */
  readonly byKeyboard = signal(false);

  private readonly place = computed(() =>
    this.board.rows().findIndex((row) => row.event.id === this.chosen()),
  );
  /** Nothing chosen: the first row is where the keyboard enters. */
  readonly entry = computed(() => this.row()?.event.id ?? this.board.rows()[0]?.event.id ?? null);
  readonly row = computed(() => this.board.rows()[this.place()] ?? null);

  put(id: string): void {
    this.byKeyboard.set(false);
    this.chosen.set(id);
  }

  move(step: 1 | -1): void {
    const rows = this.board.rows();
    const next = this.place() === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, this.place() + step));
    const row = rows[next];
    if (!row) return;
    this.byKeyboard.set(true);
    this.chosen.set(row.event.id);
  }
}
