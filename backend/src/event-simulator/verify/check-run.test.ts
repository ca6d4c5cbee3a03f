import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JournalEntry, OperatorCommand, Receipt, Status } from '@signalbox/contracts';
import { decide, type Decided, type EventRecord } from '@signalbox/contracts/lifecycle';
import type { SentReport } from '../ledger.ts';
import type { OutgoingReport } from '../sending/outgoing-report.ts';
import { checkRun } from './check-run.ts';
import type { StoredEvent } from './redo.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 3, 0, second)).toISOString();

/** A barrier's story, as sender and service have it when all is well; tests spoil it. */
class Story {
  readonly sent = new Map<string, SentReport>();
  readonly #journal: JournalEntry[] = [];
  #record: EventRecord | undefined;

  reports(id: string, status: Status, second = this.#journal.length): this {
    const key = 'lane-07/barrier';
    const report: OutgoingReport = {
      source: 'plaza',
      key,
      id,
      type: 'lane.barrier',
      status,
      message: status,
      time: at(second),
    };
    const decided = decide(
      this.#record,
      { kind: 'report', report, known: false },
      this.#context('source', 'plaza'),
    );
    this.#keep(decided);
    const result = decided.outcome.kind === 'receipt' ? decided.outcome.result : 'rejected';
    const { seq = 0, eventId = '' } = this.#journal.at(-1) ?? {};
    this.sent.set(id, {
      ...{ report, sendings: 1, isConfirmed: false },
      receipts: [{ index: 0, result, id: eventId, seq }],
    });
    return this;
  }

  commands(command: OperatorCommand): this {
    const input = { kind: 'command', command, expectedVersion: '*', known: false } as const;
    this.#keep(decide(this.#record, input, this.#context('person', 'Ana Ruiz')));
    return this;
  }

  get stored(): StoredEvent {
    if (!this.#record) throw new Error('Nothing was reported');
    return structuredClone({ event: this.#record.event, journal: this.#journal });
  }

  #context(kind: 'source' | 'person', name: string) {
    return { now: at(this.#journal.length), newId: () => 'event-1', actor: { kind, name } };
  }

  #keep({ record, entries }: Decided) {
    this.#record = record;
    for (const { was: _was, ...entry } of entries)
      this.#journal.push({ ...entry, seq: this.#journal.length + 1 });
  }
}

const ordinary = () =>
  new Story()
    .reports('r-1', 'warning')
    .reports('r-2', 'warning')
    .commands({ name: 'complete', note: 'Swept' })
    .reports('r-3', 'ok')
    .reports('r-4', 'ok', 0)
    .reports('r-5', 'error');

/** With the receipts of one report replaced. */
function withReceipts(sent: ReadonlyMap<string, SentReport>, id: string, receipts: Receipt[], sendings = 1) {
  const report = sent.get(id)?.report as OutgoingReport;
  return new Map([...sent, [id, { report, receipts, sendings, isConfirmed: false }]]);
}

describe('the proof of a run', () => {
  it('finds nothing where all is well, with repeats, late reports, overrides and people', () => {
    const story = ordinary();
    assert.deepEqual(checkRun(story.sent, [story.stored]), {
      reports: 5,
      events: 1,
      lost: [],
      doubled: [],
      differing: [],
    });
    assert.equal(story.stored.event.overrides, 1);
  });

  it('takes every command of a person as it was given', () => {
    const story = new Story()
      .reports('r-1', 'error')
      .commands({ name: 'assign', assignee: 'Jonas Weber' })
      .commands({ name: 'acknowledge', id: 'c-1' })
      .commands({ name: 'comment', note: 'On my way' })
      .commands({ name: 'undo' })
      .commands({ name: 'complete', hold: 'until-time', holdUntil: at(59) })
      .commands({ name: 'reopen' })
      .commands({ name: 'assign', assignee: null })
      .reports('r-2', 'ok');
    assert.deepEqual(checkRun(story.sent, [story.stored]).differing, []);
  });

  it('finds a report that was acknowledged and is not there', () => {
    const { sent, stored } = ordinary();
    const journal = stored.journal.filter(({ reportId }) => reportId !== 'r-2');
    const verdict = checkRun(sent, [{ ...stored, journal }]);
    assert.deepEqual(verdict.lost, ['report r-2 of plaza lane-07/barrier']);
    assert.equal(verdict.differing.length, 1);
  });

  it('finds that everything is lost when no event is there', () => {
    assert.equal(checkRun(ordinary().sent, []).lost.length, 5);
  });

  it('does not miss a report that nobody acknowledged', () => {
    const { sent, stored } = ordinary();
    const unanswered = withReceipts(new Map([...sent]), 'r-5', []);
    assert.equal(checkRun(unanswered, [stored]).reports, 4);
    assert.deepEqual(checkRun(unanswered, [stored]).lost, []);
    assert.deepEqual(checkRun(unanswered, [stored]).differing, []);
  });

  it('finds a report that was applied twice', () => {
    const story = new Story().reports('r-1', 'error').reports('r-1', 'error');
    assert.deepEqual(checkRun(story.sent, [story.stored]).doubled, ['report r-1 of plaza lane-07/barrier']);
  });

  it('finds two events about the same thing', () => {
    const { sent, stored } = new Story().reports('r-1', 'error');
    const other: StoredEvent = { event: { ...stored.event, id: 'event-2' }, journal: [] };
    assert.deepEqual(checkRun(sent, [stored, other]).doubled, ['event plaza lane-07/barrier']);
  });

  it('finds an event that is not in the state that the lifecycle says', () => {
    const { sent, stored } = ordinary();
    const spoilt = { ...stored, event: { ...stored.event, state: 'completed' as const } };
    const expected = 'event plaza lane-07/barrier: state is "completed" and must be "open"';
    assert.deepEqual(checkRun(sent, [spoilt]).differing, [expected]);
  });

  it('finds an event whose message is that of another report', () => {
    const { sent, stored } = ordinary();
    const spoilt = { ...stored, event: { ...stored.event, message: 'something else' } };
    assert.match(checkRun(sent, [spoilt]).differing[0] ?? '', /message is "something else"/);
  });

  it('finds a journal that tells it differently', () => {
    const { sent, stored } = ordinary();
    const journal = stored.journal.map((entry) =>
      entry.action === 'overridden' ? { ...entry, action: 'worsened' as const } : entry,
    );
    assert.match(
      checkRun(sent, [{ ...stored, journal }]).differing[0] ?? '',
      /action is "worsened" and must be "overridden"/,
    );
  });

  it('finds a report in the journal that was never sent', () => {
    const { sent, stored } = ordinary();
    const others = new Map([...sent].filter(([id]) => id !== 'r-5'));
    assert.match(checkRun(others, [stored]).differing[0] ?? '', /never sent: r-5/);
  });

  it('finds a receipt that told something else', () => {
    const { sent, stored } = ordinary();
    const receipt: Receipt = { index: 0, result: 'created', id: 'event-1', seq: 2 };
    assert.match(
      checkRun(withReceipts(sent, 'r-2', [receipt]), [stored]).differing[0] ?? '',
      /receipt said created/,
    );
    const elsewhere: Receipt = { index: 0, result: 'repeated', id: 'event-9', seq: 2 };
    assert.match(
      checkRun(withReceipts(sent, 'r-2', [elsewhere]), [stored]).differing[0] ?? '',
      /another event/,
    );
  });

  it('takes `duplicate` for an answer only to what was sent more than once', () => {
    const { sent, stored } = ordinary();
    const duplicate: Receipt[] = [{ index: 0, result: 'duplicate', id: 'event-1' }];
    assert.deepEqual(checkRun(withReceipts(sent, 'r-2', duplicate, 2), [stored]).differing, []);
    assert.equal(checkRun(withReceipts(sent, 'r-2', duplicate, 1), [stored]).differing.length, 1);
  });
});
