import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemError } from '../../../service-kit/problem.ts';
import { storeWorld, type OpenStore } from './store-world.ts';

export function journalContract(open: OpenStore): void {
  describe('reads a history', () => {
    it('newest first, in pages', async (t) => {
      const { report, command, store } = await storeWorld(t, open);
      const { id } = await report();
      for (const note of ['1', '2', '3', '4']) await command(id, 'comment', { note });
      const notes: (string | undefined)[] = [];
      let page: string | undefined;
      do {
        const read = await store.readJournal(id, { limit: 2, page, foldRepeats: true });
        notes.push(...(read?.entries.map(({ note }) => note) ?? []));
        page = read?.next ?? undefined;
      } while (page !== undefined);
      assert.deepEqual(notes, ['4', '3', '2', '1', undefined]);
    });

    it('of no event that is not there, whatever its id', async (t) => {
      const { store } = await storeWorld(t, open);
      for (const id of ['nobody', '\u0000', 'a\u0000b', '\ud800', '']) {
        assert.equal(await store.readJournal(id, { limit: 2, foldRepeats: true }), undefined);
        assert.equal(await store.readEvent(id), undefined);
      }
    });

    it('with runs of repeats as one entry each, also across pages', async (t) => {
      const { report, reports, command, store, advance, time } = await storeWorld(t, open);
      const { id } = await report();
      const since = time(1);
      for (let count = 0; count < 3; count += 1) {
        advance(1);
        await report();
      }
      await command(id, 'comment', { note: 'between' });
      await reports({}, {});
      const folded = await store.readJournal(id, { limit: 50, foldRepeats: true });
      assert.deepEqual(
        folded?.entries.map(({ action, repeats }) => [action, repeats]),
        [
          ['repeated', 2],
          ['commented', undefined],
          ['repeated', 3],
          ['reported', undefined],
        ],
      );
      assert.equal(folded?.entries[2]?.repeatsSince, since);
      const first = await store.readJournal(id, { limit: 1, foldRepeats: true });
      const second = await store.readJournal(id, { limit: 1, foldRepeats: true, page: first?.next ?? '' });
      assert.deepEqual([first?.entries[0]?.repeats, second?.entries[0]?.action], [2, 'commented']);
      const all = await store.readJournal(id, { limit: 50, foldRepeats: false });
      assert.equal(all?.entries.length, 7);
    });

    it('of its own event only', async (t) => {
      const { report, store } = await storeWorld(t, open);
      const { id } = await report();
      const other = await report({ key: 'another' });
      const journal = await store.readJournal(other.id, { limit: 50, foldRepeats: true });
      assert.deepEqual(
        journal?.entries.map(({ eventId }) => eventId),
        [other.id],
      );
      assert.equal(await store.readJournal('no-such', { limit: 50, foldRepeats: true }), undefined);
      await report();
      await report({ message: 'else' });
      const { next } = (await store.readJournal(id, { limit: 1, foldRepeats: true })) ?? {};
      await assert.rejects(
        store.readJournal(other.id, { limit: 1, foldRepeats: true, page: next ?? '' }),
        (error) => error instanceof ProblemError && error.code === 'invalid-query',
      );
    });
  });
}
