import type { EventReport, ReportsAnswer } from '@signalbox/contracts';
import type { Random } from '../src/event-simulator/random.ts';

/** Events that everybody writes to at the same time. */
const HOT = 50;
/** Reports and commands that may be sent once more. */
const REMEMBERED = 2_000;

export interface SentCommand {
  readonly event: string;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ifMatch: string | undefined;
}

/** What the writers know in common: which events are hot, what was seen of them, and what was sent. */
export class Board {
  readonly source: string;
  /** The newest version that anybody saw, by event. */
  readonly versions = new Map<string, number>();
  readonly sent: EventReport[] = [];
  readonly commands: SentCommand[] = [];
  #ids = 0;

  constructor(source: string) {
    this.source = source;
  }

  newId(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  hotKey(random: Random): string {
    return `hot-${random.between(1, HOT)}`;
  }

  remember(reports: readonly EventReport[]): void {
    for (const report of reports) keep(this.sent, report);
  }

  rememberCommand(command: SentCommand): void {
    keep(this.commands, command);
  }

  sees({ receipts }: ReportsAnswer): void {
    for (const { id, version } of receipts) {
      if (id !== undefined && version !== undefined) this.versions.set(id, version);
      if (this.versions.size > HOT * 4) this.versions.delete(this.versions.keys().next().value ?? '');
    }
  }
}

function keep<Item>(items: Item[], item: Item): void {
  if (items.length < REMEMBERED) items.push(item);
  else items[Math.floor(Math.random() * REMEMBERED)] = item;
}
