import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SORTS, type EventFilter, type EventPage, type Sort } from '@signalbox/contracts';
import { listOf } from '../../../../test/support/list-of.ts';
import { ProblemError } from '../../../service-kit/problem.ts';
import { HARD_TEXTS, keysOf, numbered, storeWorld, type OpenStore, type StoreWorld } from './store-world.ts';

const STATUSES = ['error', 'ok', 'warning'] as const;

/** Events of every status, in three states, over time, with ties. */
async function fill({ reports, command, advance, time }: StoreWorld, count: number): Promise<void> {
  for (const [index, key] of numbered(count).entries()) {
    if (index % 3 === 0) advance(1);
    const status = STATUSES[index % 3] ?? 'ok';
    const source = index % 2 === 0 ? 'plaza-north' : 'plaza-süd';
    const [made] = await reports({ key, status, source, time: time(-index) });
    if (index % 5 === 0 && status !== 'ok') await command(made?.id ?? '', 'acknowledge', {});
    if (index % 7 === 0) await command(made?.id ?? '', 'complete', { hold: 'forever' });
  }
}

/** All pages, from one end to the other. Going back, the first page is given whole, and so may overlap the second. */
async function walk(
  { list }: StoreWorld,
  filter: EventFilter,
  sort: Sort,
  backwards = false,
): Promise<string[]> {
  const pages: string[][] = [];
  let page: EventPage = await list(filter, { sort, limit: 7, ...(backwards && { page: 'last' }) });
  for (;;) {
    pages.push(keysOf(page));
    const token = backwards ? page.previous : page.next;
    if (token === null) return backwards ? [...new Set(pages.reverse().flat())] : pages.flat();
    page = await list(filter, { sort, limit: 7, page: token });
  }
}

export function listContract(open: OpenStore): void {
  describe('lists events', () => {
    it('in pages that meet without gap or double', async (t) => {
      const world = await storeWorld(t, open);
      await fill(world, 40);
      for (const sort of SORTS) {
        await t.test(`sorted by ${sort}, both ways`, async () => {
          const { events } = await world.list({}, { sort, limit: 500 });
          assert.equal(events.length, 40);
          const keys = events.map(({ key }) => key);
          assert.deepEqual(await walk(world, {}, sort), keys);
          const field = sort.replace('-', '') as 'changedAt' | 'firstReportedAt' | 'status';
          const rank = { ok: '0', warning: '1', error: '2' };
          const places = events.map((event) => (field === 'status' ? rank[event.status] : event[field]));
          const sorted = sort.startsWith('-') ? places.toSorted().reverse() : places.toSorted();
          assert.deepEqual(places, sorted);
          assert.deepEqual(await walk(world, {}, sort, true), keys);
        });
      }
    });

    it('by every filter, alone and together', async (t) => {
      const world = await storeWorld(t, open);
      await fill(world, 40);
      await world.report({ key: 'typed', type: 'lane.barrier' });
      await world.report({ key: 'mine', source: 'other' });
      const all = (await world.list({}, { limit: 500 })).events;
      const mine = all.find(({ key }) => key === 'mine');
      await world.command(mine?.id ?? '', 'assign', { assignee: 'Jonas Weber' });
      const expectations: [EventFilter, (event: (typeof all)[number]) => boolean][] = [
        [{ state: ['open'] }, ({ state }) => state === 'open'],
        [
          { state: ['open', 'acknowledged'], status: ['error'] },
          ({ state, status }) => state !== 'completed' && status === 'error',
        ],
        [{ status: ['ok', 'warning'] }, ({ status }) => status !== 'error'],
        [
          { state: ['open', 'open'], status: ['error', 'error'] },
          ({ state, status }) => state === 'open' && status === 'error',
        ],
        [{ source: ['plaza-süd'] }, ({ source }) => source === 'plaza-süd'],
        [{ source: ['nobody'] }, () => false],
        [{ type: ['lane.barrier'] }, ({ type }) => type === 'lane.barrier'],
        [{ assignee: ['Jonas Weber'] }, ({ key }) => key === 'mine'],
        [{ id: [mine?.id ?? '', 'no-such'] }, ({ key }) => key === 'mine'],
        [
          { from: world.time(-20), to: world.time(-10) },
          ({ reportedAt }) => reportedAt >= world.time(-20) && reportedAt < world.time(-10),
        ],
      ];
      for (const sort of SORTS) {
        for (const [filter, wanted] of expectations) {
          const found = (await walk(world, filter, sort)).toSorted();
          assert.deepEqual(
            found,
            all
              .filter(wanted)
              .map(({ key }) => key)
              .toSorted(),
            JSON.stringify({ sort, filter }),
          );
        }
      }
    });

    it('by times, where all were reported when they changed, and where there are none', async (t) => {
      const { list, report, time } = await storeWorld(t, open);
      const filters: EventFilter[] = [
        { from: time(-1) },
        { to: time(1), source: ['plaza-north'] },
        { from: time(-1), to: time(1), state: ['open'] },
      ];
      const keysFound = (filter: EventFilter) =>
        Promise.all(SORTS.map(async (sort) => keysOf(await list(filter, { sort }))));
      for (const filter of filters)
        assert.deepEqual(
          await keysFound(filter),
          SORTS.map(() => []),
        );
      await report({ key: 'prompt' });
      for (const filter of filters)
        assert.deepEqual(
          await keysFound(filter),
          SORTS.map(() => ['prompt']),
        );
    });

    it('that are diverged', async (t) => {
      const world = await storeWorld(t, open);
      await fill(world, 10);
      const { id } = await world.report({ key: 'held' });
      await world.command(id, 'complete', {});
      assert.deepEqual(keysOf(await world.list({ diverged: true })), []);
      await world.report({ key: 'held' });
      for (const sort of SORTS) assert.deepEqual(await walk(world, { diverged: true }, sort), ['held']);
      await world.report({ key: 'held', status: 'ok' });
      assert.deepEqual(keysOf(await world.list({ diverged: true })), []);
    });

    it('as of the cursor that it gives', async (t) => {
      const { list, report, changes } = await storeWorld(t, open);
      await report();
      const { cursor } = await list();
      assert.deepEqual((await changes({ after: cursor })).entries, []);
      await report();
      assert.equal((await changes({ after: cursor })).entries.length, 1);
    });

    it('as they are by themselves, whatever their texts say', async (t) => {
      const { report, command, list, store } = await storeWorld(t, open);
      for (const text of HARD_TEXTS) {
        const { id } = await report({
          key: text,
          type: text,
          message: text,
          source: text,
          attributes: { text },
        });
        await command(id, 'assign', { assignee: text });
        await command(id, 'complete', {});
        await report({ key: `${text} alone`, message: text });
      }
      const { events } = await listOf(store, { withAttributes: true });
      assert.equal(events.length, 2 * HARD_TEXTS.length);
      const alone = await Promise.all(events.map(({ id }) => store.readEvent(id)));
      assert.deepEqual(events, alone);
      assert.deepEqual(
        (await list()).events,
        alone.map(({ attributes: _attributes, ...event } = {} as never) => event),
      );
    });

    it('with attributes only when asked', async (t) => {
      const { list, report, store } = await storeWorld(t, open);
      await report({ attributes: { lane: 7 } });
      assert.equal((await list()).events[0]?.attributes, undefined);
      const whole = await listOf(store, { withAttributes: true });
      assert.deepEqual(whole.events[0]?.attributes, { lane: 7 });
    });

    it('giving the first page whole when going back beyond the start', async (t) => {
      const world = await storeWorld(t, open);
      await fill(world, 20);
      const first = await world.list({}, { limit: 7 });
      const second = await world.list({}, { limit: 7, page: first.next ?? '' });
      assert.deepEqual(
        keysOf(await world.list({}, { limit: 10, page: second.previous ?? '' })),
        keysOf(await world.list({}, { limit: 10 })),
      );
      const back = await world.list({}, { limit: 7, page: second.previous ?? '' });
      assert.deepEqual([keysOf(back), back.previous], [keysOf(first), null]);
    });

    it('and refuses a page that was given for something else', async (t) => {
      const world = await storeWorld(t, open);
      await fill(world, 10);
      const { next } = await world.list({}, { limit: 2 });
      const refused = (error: unknown) => error instanceof ProblemError && error.code === 'invalid-query';
      await assert.rejects(world.list({ state: ['open'] }, { limit: 2, page: next ?? '' }), refused);
      await assert.rejects(world.list({}, { sort: 'changedAt', page: next ?? '' }), refused);
      for (const page of ['garbage', '', 'W10', Buffer.from('[null]').toString('base64url')]) {
        await assert.rejects(world.list({}, { page }), refused, page);
      }
      await assert.doesNotReject(world.list({}, { limit: 5, page: next ?? '' }), 'limit is not bound');
    });
  });

  describe('finds words', () => {
    it('in message, source, key and type, whatever their case and diacritics', async (t) => {
      const { list, report } = await storeWorld(t, open);
      await report({
        key: 'lane-07/barrier',
        message: 'Schranke antwortet nicht: Über 3 Abfragen',
        type: 'lane.gate',
      });
      await report({ key: 'other', source: 'gantry-114' });
      const find = async (q: string) => keysOf(await list({ q }));
      for (const q of ['schranke', 'UBER über', 'lane 07', 'gate', 'plaza barrier', 'ＳＣＨＲＡＮＫＥ']) {
        assert.deepEqual(await find(q), ['lane-07/barrier'], q);
      }
      assert.deepEqual(await find('gantry-114'), ['other']);
      assert.deepEqual(await find('schrank'), []);
      assert.deepEqual(await find('schranke gantry'), []);
    });

    it('and pasted UUIDs, with hyphens and without', async (t) => {
      const { list, report } = await storeWorld(t, open);
      const [key, order] = ['019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11', '019AA3F2-7C1E-7BB0-8A4E-2F4F0B6D9C22'];
      await report({ key, message: `order_${order} got stuck; no Öl` });
      await report({ key: order });
      const find = async (q: string) => keysOf(await list({ q }));
      for (const q of [key, key.toUpperCase(), key.replaceAll('-', ''), `{${key}}`, `stuck ${key}`]) {
        assert.deepEqual(await find(q), [key], q);
      }
      assert.deepEqual(new Set(await find(order)), new Set([key, order]));
    });

    it('of the newest message only', async (t) => {
      const { list, report } = await storeWorld(t, open);
      await report({ message: 'Barrier is stuck' });
      await report({ message: 'Barrier is broken' });
      assert.equal((await list({ q: 'stuck' })).events.length, 0);
      assert.equal((await list({ q: 'broken' })).events.length, 1);
    });

    it('however many messages change', async (t) => {
      const { list, reports } = await storeWorld(t, open);
      const keys = numbered(60);
      await reports(...keys.map((key) => ({ key, message: 'alpha' })));
      for (const key of keys) {
        const [receipt] = await reports({ key, message: 'gamma' });
        assert.equal(receipt?.result, 'updated');
      }
      assert.equal((await list({ q: 'alpha' })).events.length, 0);
      assert.equal((await list({ q: 'gamma' }, { limit: 100 })).events.length, keys.length);
    });

    it('newest first receipt first, in pages, together with filters', async (t) => {
      const world = await storeWorld(t, open);
      for (const [index, key] of numbered(20).entries()) {
        world.advance(1);
        await world.report({ key, status: index % 2 === 0 ? 'error' : 'warning' });
      }
      await world.report({ key: 'key-0003', status: 'warning', message: 'Barrier again' });
      const newest = numbered(20).reverse();
      assert.deepEqual(await walk(world, { q: 'barrier' }, 'changedAt'), newest);
      assert.deepEqual(await walk(world, { q: 'barrier' }, '-changedAt', true), newest);
      const errors = newest.filter((_key, index) => index % 2 === 1);
      assert.deepEqual(await walk(world, { q: 'barrier', status: ['error'] }, '-changedAt'), errors);
    });

    it('and never breaks, whatever is asked', async (t) => {
      const { list, report, store } = await storeWorld(t, open);
      await report();
      const odd = [
        'OPS-306',
        '"x',
        'a AND',
        'NEAR(',
        '*',
        'col:x',
        "' OR 1=1--",
        '%_\\',
        '^',
        '(',
        '-',
        '😀',
        '\ud800',
        'a'.repeat(1_024),
        'x '.repeat(512),
        'ﷺ',
        '\u0000',
      ];
      for (const q of odd) {
        await assert.doesNotReject(list({ q }), JSON.stringify(q));
        await assert.doesNotReject(store.summarize({ filter: { q }, buckets: 1 }), JSON.stringify(q));
      }
    });
  });
}
