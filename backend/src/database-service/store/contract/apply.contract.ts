import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { replay } from '@signalbox/contracts/lifecycle';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { keysOf, storeWorld, type OpenStore } from './store-world.ts';

/** Four bytes for each character, and hardly one that is there twice: nothing to compress. */
const widest = (number: number): string =>
  Array.from({ length: LIMITS.sourceLength }, (_none, index) =>
    String.fromCodePoint(0x10_000 + ((number * 7_919 + index * index * 31 + index) % 0xffff)),
  ).join('');

export function applyContract(open: OpenStore): void {
  describe('applies reports', () => {
    it('keeps every field as it was reported', async (t) => {
      const { report, store, time } = await storeWorld(t, open);
      const message = '’; DROP TABLE events;-- \u2028 😀 "\\';
      const attributes = { lane: 7, nested: [{ a: null }, 1e-7, -0.5, ''], 'π"': '\n' };
      const { id } = await report({ message, attributes, type: 'lane.barrier', id: 'r-1' });
      const event = await store.readEvent(id);
      assert.deepEqual(event, {
        id,
        source: 'plaza-north',
        key: 'lane-07/barrier',
        type: 'lane.barrier',
        status: 'error',
        message,
        attributes,
        state: 'open',
        diverged: false,
        firstReportedAt: time(),
        reportedAt: time(),
        receivedAt: time(),
        reports: 1,
        late: false,
        changedAt: time(),
        changedBy: { kind: 'source', name: 'plaza-north' },
        overrides: 0,
        worst: 'error',
        failingSince: 0,
        version: 1,
      });
    });

    it('keeps the longest names that the API allows, of the widest characters, and finds them', async (t) => {
      const { advance, command, report, list, time } = await storeWorld(t, open);
      const names = { source: widest(1), key: widest(2), type: widest(3), id: widest(4) };
      const { id } = await report(names);
      const assignee = widest(5);
      advance(3_600); // so that the change lies far from the report, for those who index that
      const answer = await command(id, 'assign', { assignee });
      assert.equal(answer.kind, 'done', JSON.stringify(answer));
      const { source, type } = names;
      const asked = { source: [source], type: [type], assignee: [assignee] };
      for (const filter of [asked, { ...asked, from: time(-3_601), to: time(-3_599) }])
        assert.deepEqual(keysOf(await list(filter)), [names.key]);
    });

    it('gives each report its receipt, in order, also for the same event within one batch', async (t) => {
      const { reports, time } = await storeWorld(t, open);
      const receipts = await reports(
        {},
        {},
        { message: 'It is stuck' },
        { time: time(-60) },
        { key: 'lane-08/barrier' },
      );
      assert.deepEqual(
        receipts.map(({ result, seq, version }) => [result, seq, version]),
        [
          ['created', 1, 1],
          ['repeated', 2, 1],
          ['updated', 3, 1],
          ['late', 4, 1],
          ['created', 5, 1],
        ],
      );
      assert.equal(new Set(receipts.map(({ id }) => id)).size, 2);
    });

    it('tells events apart by source and key, bytewise', async (t) => {
      const { reports } = await storeWorld(t, open);
      const receipts = await reports(
        { source: 'a', key: 'b c' },
        { source: 'a b', key: 'c' },
        { source: 'a', key: 'B C' },
        { source: 'a', key: 'b c ' },
      );
      assert.ok(receipts.every(({ result }) => result === 'created'));
    });

    it('applies nothing for no writes', async (t) => {
      const { store } = await storeWorld(t, open);
      assert.deepEqual(await store.apply([]), []);
    });
  });

  describe('knows a report again', () => {
    it('by its source and id, within one batch and later, whatever else it says', async (t) => {
      const { reports, report, changes } = await storeWorld(t, open);
      const [first, second] = await reports({ id: 'r-1' }, { id: 'r-1' });
      assert.equal(first?.result, 'created');
      assert.deepEqual(second, { kind: 'receipt', result: 'duplicate', id: first?.id, version: 1 });
      const again = await report({ id: 'r-1', key: 'another', status: 'ok', message: 'else' });
      assert.deepEqual([again.result, again.id], ['duplicate', first?.id]);
      assert.equal((await changes()).entries.length, 1);
    });

    it('by the event itself, where the id is its key', async (t) => {
      const { reports } = await storeWorld(t, open);
      const [made, again, elsewhere] = await reports(
        { id: 'one', key: 'one' },
        { id: 'one', key: 'one', status: 'ok' },
        { id: 'one', key: 'two' },
      );
      assert.equal(made?.result, 'created');
      assert.deepEqual([again?.result, again?.id], ['duplicate', made?.id]);
      assert.deepEqual([elsewhere?.result, elsewhere?.id], ['duplicate', made?.id]);
    });

    it('and not by the id of another source, nor by a key that another report made', async (t) => {
      const { reports } = await storeWorld(t, open);
      const receipts = await reports(
        { id: 'one', source: 'a' },
        { id: 'one', source: 'b' },
        { id: 'x', source: 'a', key: 'two' },
        { id: 'two', source: 'a', key: 'two' },
        { id: 'two', source: 'a', key: 'two' },
      );
      assert.deepEqual(
        receipts.map(({ result }) => result),
        ['created', 'created', 'created', 'repeated', 'duplicate'],
      );
    });
  });

  describe('applies commands', () => {
    it('and gives the event after it', async (t) => {
      const { report, command, store } = await storeWorld(t, open);
      const { id } = await report({ attributes: { lane: 7 } });
      const result = await command(id, 'complete', { note: 'Ticket 88213' }, 1);
      assert.equal(result.kind, 'done');
      assert.ok(result.kind === 'done' && result.event);
      assert.equal(result.event.state, 'completed');
      assert.equal(result.event.hold, 'until-recovered');
      assert.deepEqual(result.event, await store.readEvent(id));
    });

    it('keeps a new completion with the same hold, which makes no version', async (t) => {
      const { advance, report, command, store, time } = await storeWorld(t, open);
      const { id } = await report();
      await command(id, 'complete', {});
      advance(60);
      await command(id, 'complete', {});
      const event = await store.readEvent(id);
      assert.deepEqual([event?.version, event?.completedAt], [2, time()]);
    });

    it('refuses them with the event as it is now', async (t) => {
      const { report, command, store } = await storeWorld(t, open);
      const { id } = await report();
      const refused = await command(id, 'acknowledge', {}, 7);
      assert.ok(refused.kind === 'refused');
      assert.equal(refused.refusal.code, 'stale');
      assert.deepEqual(refused.event, await store.readEvent(id));
      const missing = await command('019aa3f2-0000-7000-8000-000000000000', 'acknowledge', {});
      assert.ok(missing.kind === 'refused' && missing.refusal.code === 'not-found');
    });

    it('does one with a known id once, on its own event', async (t) => {
      const { report, command, changes } = await storeWorld(t, open);
      const { id } = await report();
      const other = await report({ key: 'another' });
      await command(id, 'comment', { id: 'c-1', note: 'first' });
      const again = await command(id, 'comment', { id: 'c-1', note: 'second' });
      assert.equal(again.kind, 'done');
      await command(other.id, 'comment', { id: 'c-1', note: 'third' });
      const notes = (await changes()).entries.map(({ note }) => note).filter(Boolean);
      assert.deepEqual(notes, ['first', 'third']);
    });

    it('takes the newest one back, also when the store was asked much in between', async (t) => {
      const { report, command, store } = await storeWorld(t, open);
      const { id } = await report();
      await command(id, 'assign', { assignee: 'Jonas Weber' });
      await command(id, 'complete', { hold: 'forever' });
      await report();
      assert.equal((await command(id, 'undo', {})).kind, 'done');
      const event = await store.readEvent(id);
      assert.deepEqual(
        [event?.state, event?.hold, event?.assignee, event?.reports],
        ['open', undefined, 'Jonas Weber', 2],
      );
      await report({ status: 'ok' });
      const again = await command(id, 'undo', {});
      assert.ok(
        again.kind === 'refused' && again.refusal.code === 'conflict',
        'a report made the newest version',
      );
    });
  });

  describe('ends holds', () => {
    it('that have passed, and no others', async (t) => {
      const { report, command, store, advance, time } = await storeWorld(t, open);
      const due = await report();
      const later = await report({ key: 'later' });
      await command(due.id, 'complete', { hold: 'until-time', holdUntil: time(60) });
      await command(later.id, 'complete', { hold: 'until-time', holdUntil: time(120) });
      assert.deepEqual(await store.dueHolds(10), []);
      advance(60);
      assert.deepEqual(await store.dueHolds(10), [due.id]);
      await store.apply([
        { kind: 'tick', eventId: due.id },
        { kind: 'tick', eventId: later.id },
        { kind: 'tick', eventId: 'gone' },
      ]);
      assert.equal((await store.readEvent(due.id))?.reopened?.rule, 'until-time.passed');
      assert.equal((await store.readEvent(later.id))?.state, 'completed');
      assert.deepEqual(await store.dueHolds(10), []);
    });
  });

  it('journals so that the journal replayed gives the event', async (t) => {
    const { reports, command, store, advance, time } = await storeWorld(t, open);
    const [made] = await reports({}, { status: 'ok' }, { status: 'warning' }, { time: time(600) });
    const id = made?.id ?? '';
    advance(5);
    await command(id, 'acknowledge', { note: 'On it' });
    await reports({ time: time() }, { time: time(-3_600), status: 'ok' });
    await command(id, 'complete', { hold: 'until-worse' });
    await reports({ status: 'error' }, { status: 'error' });
    await command(id, 'complete', {});
    await reports({ status: 'error' }, { status: 'ok' });
    const event = await store.readEvent(id);
    assert.ok(event);
    const journal = await store.readJournal(id, { limit: 500, foldRepeats: false });
    assert.deepEqual(replay(event, journal?.entries.toReversed() ?? []), event);
  });
}
