import { decide } from '../decide.ts';
import type { AcceptedReport, Decided, Input, Outcome } from '../decision.ts';
import { SYSTEM } from '../end-passed-hold.ts';
import type { EventRecord } from '../event-record.ts';
import type { NewJournalEntry } from '../new-journal-entry.ts';
import type { Actor, OperationalEvent } from '../../operational-event.ts';
import type { OperatorCommand } from '../../operator-command.ts';
import type { Status } from '../../vocabulary.ts';

const START = Date.parse('2026-11-22T03:00:00.000Z');
export const IDENTITY = { id: 'event-1', source: 'plaza-north', key: 'lane-07/barrier' };
export const ANA: Actor = { kind: 'person', name: 'Ana Ruiz' };
export const SOURCE: Actor = { kind: 'source', name: IDENTITY.source };

export const clock = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

/** Tells the life of one event to the lifecycle, a second a step, and keeps its journal. */
export class Story {
  record: EventRecord | undefined;
  readonly journal: NewJournalEntry[] = [];
  /** Seconds since the start. */
  seconds = 0;
  last: Outcome | undefined;

  /** A report in order, unless its time says otherwise. */
  reports(status: Status, more: Partial<AcceptedReport> & { known?: boolean } = {}): this {
    this.seconds += 1;
    const { known = false, ...fields } = more;
    const report = {
      ...IDENTITY,
      id: `r-${this.seconds}`,
      status,
      message: status,
      time: clock(this.seconds),
      ...fields,
    };
    return this.#tell({ kind: 'report', report, known }, SOURCE);
  }

  /** A person's command against the version as it is, unless another is given. */
  person(
    command: OperatorCommand,
    seen: number | '*' | 'none' = this.record?.event.version ?? 'none',
    known = false,
  ): this {
    this.seconds += 1;
    const expectedVersion = seen === 'none' ? undefined : seen;
    return this.#tell({ kind: 'command', command, expectedVersion, known }, ANA);
  }

  ticksAt(seconds: number): this {
    this.seconds = seconds;
    return this.#tell({ kind: 'tick' }, SYSTEM);
  }

  get event(): OperationalEvent {
    if (this.record === undefined) throw new Error('The story has not begun');
    return this.record.event;
  }

  get lastEntry(): NewJournalEntry | undefined {
    return this.journal.at(-1);
  }

  get refusal(): string | undefined {
    return this.last?.kind === 'refused' ? this.last.refusal.code : undefined;
  }

  #tell(input: Input, actor: Actor): this {
    const context = { now: clock(this.seconds), newId: () => IDENTITY.id, actor };
    const decided: Decided = decide(this.record, input, context);
    this.record = decided.record;
    this.journal.push(...decided.entries);
    this.last = decided.outcome;
    return this;
  }
}
