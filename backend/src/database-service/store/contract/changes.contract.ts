import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '../../../service-kit/problem.ts';
import { numbered, storeWorld, type OpenStore } from './store-world.ts';

const isGone = (error: unknown) =>
  error instanceof ProblemError &&
  error.code === 'cursor-gone' &&
  typeof error.details.members?.['cursor'] === 'string';

export function changesContract(open: OpenStore): void {
  describe('gives every change', () => {
    it('exactly once and in commit order, however it is paged', async (t) => {
      const { reports, changes } = await storeWorld(t, open);
      await reports(...numbered(20).map((key) => ({ key })), {}, { status: 'ok' }, {});
      const seqs: number[] = [];
      let after = '0';
      for (;;) {
        const { entries, cursor } = await changes({ after, limit: 7 });
        if (entries.length === 0) break;
        seqs.push(...entries.map(({ seq }) => seq));
        after = cursor;
      }
      assert.deepEqual(
        seqs,
        Array.from({ length: 23 }, (_none, index) => index + 1),
      );
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
  });

  describe('forgets', () => {
    it('identities, repeats and late entries in small bites, and nothing else', async (t) => {
      const { reports, report, changes, store, advance, time } = await storeWorld(t, open);
      const [first] = await reports(
        { id: 'r-1' },
        { id: 'r-2' },
        { id: 'r-3', time: time(-9) },
        { id: 'own', key: 'own' },
      );
      const { cursor } = await changes({ limit: 1 });
      advance(3_600);
      await report({ id: 'r-4' });
      assert.equal(await store.forgetBefore(time(-60), 3), true);
      assert.equal(await store.forgetBefore(time(-60), 3), false);
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

    it('without ever giving a number again', async (t) => {
      const { reports, report, changes, store, advance, time } = await storeWorld(t, open);
      await reports({}, {}, {});
      advance(60);
      await store.forgetBefore(time(), 100);
      assert.equal((await report()).seq, 4);
      assert.equal((await changes()).entries.length, 2);
    });
  });
}
