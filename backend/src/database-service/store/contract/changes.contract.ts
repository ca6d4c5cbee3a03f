import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filterChange, LIMITS, type Change, type EventFilter } from '@signalbox/contracts';
import { ProblemError } from '../../../service-kit/problem.ts';
import type { ChangesRequest } from '../event-store.ts';
import { HARD_TEXTS, numbered, storeWorld, type OpenStore, type StoreWorld } from './store-world.ts';

const isGone = (error: unknown) =>
  error instanceof ProblemError &&
  error.code === 'cursor-gone' &&
  typeof error.details.members?.['cursor'] === 'string';

export function changesContract(open: OpenStore): void {
  describe('gives every change', () => {
    it('exactly once and in commit order, however it is paged', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      await reports(...numbered(20).map((key) => ({ key })), {}, { status: 'ok' }, {});
      const expected = Array.from({ length: 23 }, (_none, index) => index + 1);
      for (const size of [{ limit: 1 }, { limit: 7 }, { limit: 23 }, { bytesMost: 1 }, { bytesMost: 4_000 }])
        assert.deepEqual(
          (await pages(changes, size)).flat().map(({ seq }) => seq),
          expected,
          JSON.stringify(size),
        );
    });

    it('never more at once than were asked for, however many an engine reads at once', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      await reports(...numbered(300).map((key) => ({ key })));
      for (const limit of [49, 50, 51, 100, 250, 251]) {
        const sizes = (await pages(changes, { limit })).map(({ length }) => length);
        const rest = 300 % limit;
        const full = Array.from({ length: (300 - rest) / limit }, () => limit);
        assert.deepEqual(
          sizes.filter((size) => size > 0),
          rest === 0 ? full : [...full, rest],
          `limit ${limit}`,
        );
      }
    });

    it('behind more entries than an engine reads at once, whether they pass or not', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      const others = numbered(2_000).map((key) => ({ key, source: 'other' }));
      await reports({ key: 'first' }, ...others, { key: 'last' });
      const passing = await changes({ filter: { source: ['plaza-north'] }, limit: 500 });
      assert.deepEqual(
        passing.entries.map(({ seq }) => seq),
        [1, 2_002],
      );
      assert.match(passing.cursor, /-2002$/);
      const none = await changes({ filter: { source: ['nobody'] } });
      assert.deepEqual([none.entries, none.cursor], [[], passing.cursor]);
      const all = await pages(changes, { limit: 1_000 });
      assert.deepEqual(
        all.flat().map(({ seq }) => seq),
        Array.from({ length: 2_002 }, (_none, index) => index + 1),
      );
    });

    it('in answers that are bounded by bytes, whose cursors go on from their last entries', async (t) => {
      const { reports, changes, store } = await storeWorld(t, open);
      const message = '\u0001'.repeat(LIMITS.messageLength); // six bytes of JSON each
      await reports(...numbered(200).map((key) => ({ key, message })));
      const [first = [], ...others] = await pages(changes, { limit: LIMITS.changesMost });
      assert.ok(first.length < 200 && others.length > 0, 'an answer may hold fewer than were asked for');
      assert.equal([first, ...others].flat().length, 200);
      for (const bytesMost of [undefined, 300_000]) {
        const asked = { filter: {}, after: '0', limit: 5_000, ...(bytesMost && { bytesMost }) };
        for (const mode of ['all', 'latest'] as const) {
          const { entries, count, cursor, refresh } = await store.readChanges({ ...asked, mode });
          assert.ok(entries.length <= (bytesMost ?? LIMITS.changesBytes), `${entries.length} bytes`);
          assert.equal(refresh, false);
          assert.match(cursor, new RegExp(`-${count}$`));
        }
      }
    });

    it('with its texts as they were said', async (t) => {
      const { report, command, changes, store } = await storeWorld(t, open);
      for (const text of HARD_TEXTS) {
        const { id } = await report({ key: text, type: text, message: text, id: text, source: text });
        await command(id, 'assign', { assignee: text, note: text, id: text });
        await command(id, 'complete', { note: text });
        const { attributes: _attributes, ...event } = (await store.readEvent(id)) ?? {};
        const { entries = [] } = (await store.readJournal(id, { limit: 9, foldRepeats: false })) ?? {};
        const told = (await changes({ filter: { id: [id] } })).entries;
        assert.deepEqual(
          told.map(({ event: _event, was: _was, ...entry }) => entry),
          entries.toReversed(),
        );
        assert.deepEqual(
          told.map((change) => change.event),
          [event, event, event],
        );
        assert.equal(told[2]?.was?.assignee, text);
      }
    });

    it('with the event as it is, and what it was', async (t) => {
      const { report, command, changes, store } = await storeWorld(t, open);
      const { id } = await report({ type: 'lane.barrier', attributes: { lane: 7 } });
      await command(id, 'assign', { assignee: 'Jonas Weber' });
      await command(id, 'complete', {});
      const { entries } = await changes();
      const { attributes: _attributes, ...event } = (await store.readEvent(id)) ?? {};
      assert.ok(entries.every((entry) => JSON.stringify(entry.event) === JSON.stringify(event)));
      const before = { status: 'error', state: 'open', diverged: false, type: 'lane.barrier' };
      assert.deepEqual(
        entries.map(({ was }) => was),
        [null, before, { ...before, assignee: 'Jonas Weber' }],
      );
    });

    it('that passes a filter, or did before and has left', async (t) => {
      const { report, command, changes } = await storeWorld(t, open);
      const { id } = await report();
      const first = await changes();
      await command(id, 'complete', {});
      await report({ key: 'else', source: 'other' });
      const filter = { state: ['open' as const], source: ['plaza-north'] };
      const { entries, cursor } = await changes({ after: first.cursor, filter });
      assert.deepEqual(
        entries.map(({ action, left }) => [action, left]),
        [['completed', true]],
      );
      await report({ key: 'else', source: 'other' });
      const idle = await changes({ after: cursor, filter });
      assert.deepEqual(idle.entries, []);
      assert.notEqual(idle.cursor, cursor, 'the cursor goes on although nothing matched');
    });

    it('under any filter what contracts say that passes it', async (t) => {
      const { report, reports, command, changes } = await storeWorld(t, open);
      const { id } = await report({ type: 'lane.barrier' });
      await reports({ key: 'b', source: 'other', status: 'warning' }, { key: 'c', type: 'pump' });
      await command(id, 'assign', { assignee: 'Jonas Weber' });
      await command(id, 'complete', { hold: 'forever' });
      await report({ type: 'lane.light' });
      const { entries: all } = await changes();
      assert.ok(all.some(({ event, was }) => event.diverged && was?.diverged === false));
      for (const filter of filters(id)) {
        const expected = all.flatMap((change) => filterChange(filter, change) ?? []);
        assert.deepEqual((await changes({ filter })).entries, expected, JSON.stringify(filter));
      }
    });

    it('from now on when no cursor is given', async (t) => {
      const { report, changes } = await storeWorld(t, open);
      await report();
      const { entries, cursor } = await changes({ after: undefined });
      assert.deepEqual(entries, []);
      await report();
      assert.equal((await changes({ after: cursor })).entries.length, 1);
    });

    it('or says that the cursor leads nowhere', async (t) => {
      const { report, changes } = await storeWorld(t, open);
      await report();
      const { cursor } = await changes();
      const epoch = cursor.slice(0, 8);
      const otherEpoch = `${epoch === '00000000' ? '1' : '0'}${epoch.slice(1)}-0`;
      await assert.rejects(changes({ after: `${epoch}-2` }), isGone);
      if (otherEpoch.slice(0, 8) !== epoch) await assert.rejects(changes({ after: otherEpoch }), isGone);
      await assert.rejects(
        changes({ after: 'garbage' }),
        (error) => error instanceof ProblemError && error.code === 'invalid-query',
      );
      assert.deepEqual((await changes({ after: `${epoch}-1` })).entries, []);
    });
  });

  describe('gives the latest change of each event', () => {
    it('with what the event was before the oldest that was missed', async (t) => {
      const { report, command, changes } = await storeWorld(t, open);
      const { id } = await report();
      const { cursor } = await changes();
      await command(id, 'acknowledge', {});
      await report({ key: 'other' });
      await command(id, 'complete', {});
      const { entries, refresh } = await changes({
        after: cursor,
        mode: 'latest',
        filter: { state: ['open'] },
      });
      assert.equal(refresh, false);
      assert.deepEqual(
        entries.map(({ action, was, left }) => [action, was?.state, left]),
        [
          ['reported', undefined, undefined],
          ['completed', 'open', true],
        ],
      );
    });

    it('in windows that lose nothing when the limit is small', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      const keys = numbered(10);
      await reports(...keys.map((key) => ({ key })), ...keys.map((key) => ({ key, status: 'ok' as const })));
      const seen = new Map<string, number>();
      let after = '0';
      for (;;) {
        const { entries, cursor } = await changes({ after, mode: 'latest', limit: 3 });
        if (entries.length === 0) break;
        for (const { event, seq } of entries) seen.set(event.key, seq);
        after = cursor;
      }
      assert.deepEqual([...seen.keys()].toSorted(), keys);
      assert.ok([...seen.values()].every((seq) => seq > 10));
    });

    it('or asks to read anew when too many events changed', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      await reports(...numbered(501).map((key) => ({ key })));
      const { entries, refresh, cursor } = await changes({ mode: 'latest' });
      assert.deepEqual([entries.length, refresh], [0, true]);
      assert.equal(cursor, (await changes({ after: undefined })).cursor);
    });

    it('or asks to read anew when too much happened to look through, to however few', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      const repeats = Array.from({ length: LIMITS.entriesReadPerPage }, () => ({}));
      await reports(...repeats);
      const { entries, refresh } = await changes({ mode: 'latest' });
      assert.deepEqual([entries.length, refresh], [1, false]);
      await reports({});
      assert.equal((await changes({ mode: 'latest' })).refresh, true);
    });
  });

  describe('forgets', () => {
    it('identities, repeats and late entries in small bites, and nothing else', async (t) => {
      const { reports, report, changes, forgetBefore, advance, time } = await storeWorld(t, open);
      const [first] = await reports(
        { id: 'r-1' },
        { id: 'r-2' },
        { id: 'r-3', time: time(-9) },
        { id: 'own', key: 'own' },
      );
      const { cursor } = await changes({ limit: 1 });
      advance(3_600);
      await report({ id: 'r-4' });
      assert.equal(await forgetBefore(time(-60), 3), true);
      assert.equal(await forgetBefore(time(-60), 3), false);
      assert.deepEqual(
        (await changes()).entries.map(({ seq }) => seq),
        [1, 4, 5],
      );
      await assert.rejects(changes({ after: cursor }), isGone, 'it would miss the dropped repeat');
      const again = await reports({ id: 'r-1' }, { id: 'own', key: 'own' }, { id: 'r-4' });
      assert.deepEqual(
        again.map(({ result }) => result),
        ['late', 'duplicate', 'duplicate'].with(0, again[0]?.result ?? ''),
      );
      assert.notEqual(again[0]?.result, 'duplicate');
      assert.equal(again[0]?.id, first?.id);
    });

    it('and tells whoever starts from the oldest what is kept of it, however it is paged', async (t) => {
      const { reports, changes, forgetBefore, advance, time } = await storeWorld(t, open);
      await reports({}, {}, { key: 'else' }, {}, { key: 'third' });
      advance(60);
      await forgetBefore(time(), 100);
      await reports({}, {});
      for (const size of [{ limit: 1 }, { limit: 2 }, { limit: 9 }, { bytesMost: 1 }]) {
        const told = (await pages(changes, size)).flat().map(({ seq }) => seq);
        assert.deepEqual(told, [1, 3, 5, 6, 7], JSON.stringify(size));
      }
      const latest = await changes({ mode: 'latest', limit: 1 });
      const others = await changes({ mode: 'latest', after: latest.cursor });
      assert.deepEqual(
        [...latest.entries, ...others.entries].map(({ seq }) => seq),
        [1, 3, 5, 7],
      );
    });

    it('and holds whoever has come so far to it that nothing is dropped unseen', async (t) => {
      const { reports, changes, forgetBefore, advance, time } = await storeWorld(t, open);
      await reports({}, {}, { key: 'else' }, {});
      const whole = await changes({ limit: 1 });
      advance(60);
      await forgetBefore(time(), 100);
      await reports({}, {});
      await assert.rejects(changes({ after: whole.cursor }), isGone, 'a repeat that it was promised is gone');

      const kept = await changes({ limit: 1 });
      assert.equal((await changes({ after: kept.cursor, limit: 1 })).entries[0]?.seq, 3);
      const beyond = await changes({ after: kept.cursor, limit: 2 });
      advance(60);
      await forgetBefore(time(), 100);
      await assert.rejects(
        changes({ after: beyond.cursor }),
        isGone,
        'it is a cursor as any other from there on',
      );
    });

    it('what was journalled while the clock was far ahead, once enough of what came after it is old', async (t) => {
      const { reports, report, changes, forgetBefore, advance, time } = await storeWorld(t, open);
      const year = 365 * 24 * 3_600;
      advance(10 * year);
      await reports(...numbered(5).map((id) => ({ id, time: time(-10 * year) })));
      advance(-10 * year);
      await reports(...numbered(9).map((key) => ({ key, id: `id-${key}` })), {});
      advance(3_600);
      const recent = await report({ id: 'recent' });
      for (let bites = 0; await forgetBefore(time(-60), 2); bites += 1) assert.ok(bites < 9);
      assert.deepEqual(
        (await changes()).entries.map(({ seq }) => seq),
        [1, ...numbered(9).map((_key, index) => 6 + index), recent.seq],
        'repeats are dropped, whatever their time',
      );
      const again = await reports(
        { id: 'key-0003' },
        { id: 'id-key-0003', key: 'key-0003' },
        { id: 'recent' },
      );
      assert.deepEqual(
        again.map(({ result }) => result === 'duplicate'),
        [false, false, true],
      );
    });

    it('without ever giving a number again', async (t) => {
      const { reports, report, changes, forgetBefore, advance, time } = await storeWorld(t, open);
      await reports({}, {}, {});
      advance(60);
      await forgetBefore(time(), 100);
      assert.equal((await report()).seq, 4);
      assert.equal((await changes()).entries.length, 2);
    });
  });
}

/** All pages from the oldest entry on. */
async function pages(
  changes: StoreWorld['changes'],
  size: Partial<ChangesRequest>,
): Promise<readonly Change[][]> {
  const found: Change[][] = [];
  for (let after = '0'; ;) {
    const { entries, cursor } = await changes({ after, ...size });
    if (entries.length === 0) return found;
    found.push(entries);
    after = cursor;
  }
}

/** Each field by itself, some with several values or none that match, and some together. */
const filters = (id: string): readonly EventFilter[] => [
  { state: ['open'] },
  { state: ['open', 'acknowledged'], status: ['warning', 'ok'] },
  { status: ['error'] },
  { status: [] },
  { source: ['other', 'nobody'] },
  { id: [id] },
  { id: [id], state: ['open'] },
  { type: ['lane.barrier'] },
  { type: ['lane.barrier', 'pump'], state: ['open'] },
  { assignee: ['Jonas Weber'] },
  { assignee: ["'; --"] },
  { diverged: true },
  { diverged: true, assignee: ['Jonas Weber'], source: ['plaza-north'] },
];
