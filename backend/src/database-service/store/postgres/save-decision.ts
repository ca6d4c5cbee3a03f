import type { AcceptedReport, Decided, EventRecord, NewJournalEntry } from '@signalbox/contracts/lifecycle';
import { recordAfter, type Found as FoundEvent, type Tables } from '../apply-write.ts';
import { pair, type Found, type StoredRecord } from './find-records.ts';
import { Sums } from './keep-sums.ts';

/** An event in the midst of a batch: as the database has it, and as it is by now. */
export interface Slot {
  readonly row: number;
  readonly madeByOwnId: boolean;
  /** Undefined for an event that this batch makes. */
  readonly before: EventRecord | undefined;
  record: EventRecord;
}

/** An entry to be journalled; its number is given under the lock of the feed. */
export interface Appended {
  readonly slot: Slot;
  readonly entry: NewJournalEntry;
  /** Whether the event has diverged after it. */
  readonly diverged: boolean;
  /** The source, where the journal is to prove that this report was applied. */
  readonly identitySource: string | null;
}

/** Decides in memory on what the database told, write by write: later ones see the earlier ones. */
export class BatchTables implements Tables<Slot> {
  readonly slots: Slot[] = [];
  readonly entries: Appended[] = [];
  readonly sums = new Sums();
  lastReport: { readonly at: string; readonly source: string } | undefined;
  /** Identities that are forgotten and given again: the entries that still hold them. */
  readonly releasedSeqs: number[] = [];
  readonly seenSeq: number | null;
  private readonly byKey = new Map<string, Slot>();
  private readonly byId = new Map<string, Slot>();
  private readonly byRow = new Map<number, Slot>();
  private readonly reports = new Map<string, Slot>();
  private readonly forgotten = new Map<string, number>();
  private readonly commands = new Set<string>();
  private readonly now: string;
  private readonly freshRows: readonly number[];
  private freshUsed = 0;

  constructor(found: Found, now: string) {
    this.now = now;
    this.freshRows = found.freshRows;
    this.seenSeq = found.seenSeq;
    for (const stored of found.events) this.add(slotOf(stored));
    for (const { id, source, stored, seq, forgotten } of found.reports) {
      if (forgotten) this.forgotten.set(pair(id, source), seq ?? 0);
      // An event that only a known report leads to is not locked: it tells where that report went, and is written by nobody.
      else this.reports.set(pair(id, source), this.byRow.get(stored.row) ?? slotOf(stored));
    }
    for (const { id, row } of found.commands) this.commands.add(`${row} ${id}`);
  }

  /** Entries are counted from 1 until they have their numbers. */
  get lastSeq(): number {
    return this.entries.length;
  }

  findReported(report: AcceptedReport): FoundEvent<Slot> {
    const known = this.findKnown(report);
    const stored = known ?? this.byKey.get(pair(report.key, report.source));
    return { stored, known: known !== undefined, report };
  }

  private findKnown({ id, key, source }: AcceptedReport): Slot | undefined {
    if (id === undefined) return undefined;
    const own = id === key ? this.byKey.get(pair(key, source)) : undefined;
    return own?.madeByOwnId ? own : this.reports.get(pair(id, source));
  }

  findById(id: string): Slot | undefined {
    return this.byId.get(id);
  }

  knowsCommand(id: string, { row }: Slot): boolean {
    return this.commands.has(`${row} ${id}`);
  }

  save(stored: Slot | undefined, decided: Decided, report?: AcceptedReport): void {
    if (decided.entries.length === 0) return;
    const after = recordAfter(decided);
    const isOwn = stored === undefined && report !== undefined && report.id === report.key;
    const slot = stored ?? this.addFresh(after, isOwn);
    this.sums.moved(stored?.record.event, after.event);
    slot.record = after;
    const { source } = after.event;
    for (const [index, entry] of decided.entries.entries()) {
      const diverged = decided.entries[index + 1]?.was?.diverged ?? after.event.diverged;
      const identitySource = this.identify(entry, slot, isOwn);
      this.entries.push({ slot, entry, diverged, identitySource });
      if (entry.actor.kind !== 'source') continue;
      this.lastReport = { at: this.now, source };
      if (!entry.late) this.sums.applied(entry);
    }
  }

  /** Remembers who the report or command was. The source is given back where the journal must prove it. */
  private identify({ reportId, commandId }: NewJournalEntry, slot: Slot, isOwn: boolean): string | null {
    if (commandId !== undefined) this.commands.add(`${slot.row} ${commandId}`);
    if (reportId === undefined) return null;
    const { source } = slot.record.event;
    const name = pair(reportId, source);
    this.reports.set(name, slot);
    if (isOwn) return null;
    const seq = this.forgotten.get(name);
    if (seq !== undefined) this.releasedSeqs.push(seq);
    this.forgotten.delete(name);
    return source;
  }

  private addFresh(record: EventRecord, madeByOwnId: boolean): Slot {
    const row = this.freshRows[this.freshUsed++];
    if (row === undefined) throw new Error('There are more new events than keys');
    return this.add({ row, madeByOwnId, before: undefined, record });
  }

  private add(slot: Slot): Slot {
    const { id, key, source } = slot.record.event;
    this.slots.push(slot);
    this.byKey.set(pair(key, source), slot);
    this.byId.set(id, slot);
    this.byRow.set(slot.row, slot);
    return slot;
  }
}

const slotOf = ({ row, madeByOwnId, record }: StoredRecord): Slot => ({
  row,
  madeByOwnId,
  before: record,
  record,
});
