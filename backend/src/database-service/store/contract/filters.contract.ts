import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  matches,
  SORTS,
  STATUSES,
  type EventFilter,
  type EventPage,
  type OperationalEvent,
  type Sort,
} from '@signalbox/contracts';
import { keysOf, numbered, storeWorld, type OpenStore, type StoreWorld } from './store-world.ts';

const EVENTS = 240;
const DAY = 86_400;
const SOURCES = ['gantry-114', 'plaza-north', 'plaza-süd', 'rare'];
const TYPES = ['lane.barrier', 'lane.camera', undefined];

/** Events of every kind over a month, in no order of time, some of them changed by people, some reported again. */
export async function fillWithEverything(world: StoreWorld): Promise<void> {
  const { reports, command, advance, time } = world;
  for (const [index, key] of numbered(EVENTS).entries()) {
    if (index % 4 === 0) advance(7);
    const source = SOURCES[index % 61 === 0 ? 3 : index % 3] ?? '';
    const type = TYPES[(index >> 1) % 3];
    const status = STATUSES[(index * 7) % 3] ?? 'ok';
    const at = time(-((index * 7_919) % (30 * DAY)));
    const [made] = await reports({ key, source, status, time: at, ...(type !== undefined && { type }) });
    const id = made?.id ?? '';
    if (index % 5 === 0)
      await command(id, 'assign', { assignee: index % 2 === 0 ? 'Ana Ruiz' : 'Mika Sato' });
    if (index % 6 === 0 && status !== 'ok') await command(id, 'acknowledge', {});
    if (index % 11 === 0) await command(id, 'complete', { hold: 'forever' });
    if (index % 13 === 0) await reports({ key, source, status: 'error', time: time() });
  }
}

export function filtersOf({ time }: Pick<StoreWorld, 'time'>): EventFilter[] {
  const week = { from: time(-14 * DAY), to: time(-7 * DAY) };
  return [
    {},
    { state: ['completed'] },
    { status: ['error', 'warning'] },
    { state: ['open', 'acknowledged'], status: ['error'] },
    { diverged: true },
    { source: ['plaza-süd'] },
    { source: ['rare', 'plaza-north', 'nobody'] },
    { source: ['nobody'] },
    { type: ['lane.camera'] },
    { assignee: ['Ana Ruiz'] },
    { assignee: ['Ana Ruiz', 'Mika Sato'], state: ['completed'] },
    { from: time(-3 * DAY) },
    { to: time(-20 * DAY) },
    week,
    { source: ['gantry-114'], state: ['open'] },
    { source: ['gantry-114', 'plaza-north'], type: ['lane.barrier'], status: ['error'] },
    { source: ['plaza-north'], diverged: true },
    { type: ['lane.barrier'], assignee: ['Mika Sato'] },
    { ...week, source: ['plaza-north', 'rare'], status: ['warning', 'ok'] },
    { ...week, type: ['lane.camera'], state: ['open'] },
  ];
}

const passes =
  (filter: EventFilter) =>
  (event: OperationalEvent): boolean =>
    matches(filter, event, event) &&
    (filter.from === undefined || event.reportedAt >= filter.from) &&
    (filter.to === undefined || event.reportedAt < filter.to);

/** The keys of all pages, one after the other, from the start or from the end. */
async function walk(
  { list }: StoreWorld,
  filter: EventFilter,
  sort: Sort,
  backwards: boolean,
): Promise<string[]> {
  const limit = 31;
  const pages: string[][] = [];
  let page: EventPage = await list(filter, { sort, limit, ...(backwards && { page: 'last' }) });
  for (;;) {
    pages.push(keysOf(page));
    const token = backwards ? page.previous : page.next;
    if (token === null) break;
    page = await list(filter, { sort, limit, page: token });
  }
  if (!backwards) return pages.flat();
  // The first page is given whole, and may overlap the second.
  return [...new Set(pages.reverse().flat())];
}

export function filtersContract(open: OpenStore): void {
  describe('filters', () => {
    it('find among events of every kind', async (t) => {
      const world = await storeWorld(t, open);
      await fillWithEverything(world);

      for (const sort of SORTS) {
        await t.test(`every event that passes, in order and once, sorted by ${sort}, both ways`, async () => {
          const all = (await world.list({}, { sort, limit: 500 })).events;
          assert.equal(all.length, EVENTS);
          for (const filter of filtersOf(world)) {
            const expected = all.filter(passes(filter)).map(({ key }) => key);
            for (const backwards of [false, true]) {
              const found = await walk(world, filter, sort, backwards);
              assert.deepEqual(found, expected, JSON.stringify({ filter, backwards }));
            }
          }
        });
      }

      await t.test('as many as are counted', async () => {
        const all = (await world.list({}, { limit: 500 })).events;
        for (const filter of filtersOf(world)) {
          const matching = all.filter(passes(filter));
          const { total, exact, diverged } = await world.store.summarize({ filter, buckets: 1 });
          const expected = [matching.length, true, matching.filter((event) => event.diverged).length];
          assert.deepEqual([total, exact, diverged], expected, JSON.stringify(filter));
        }
      });
    });

    it('tell the newest of everything that was committed when they were asked', async (t) => {
      const world = await storeWorld(t, open);
      const filter = { source: ['plaza-north'] };
      for (const key of numbered(20)) {
        const { id } = await world.report({ key, message: `Barrier ${key}` });
        assert.deepEqual(keysOf(await world.list({ ...filter, q: `barrier ${key}` })), [key]);
        assert.equal((await world.list({ ...filter, state: ['open'] })).events[0]?.key, key);
        await world.command(id, 'complete', {});
        assert.equal((await world.list({ ...filter, state: ['open'] })).events.length, 0);
        assert.equal((await world.store.summarize({ filter, buckets: 1 })).total, Number(key.slice(4)) + 1);
      }
    });

    it('answer with a cursor after which the feed tells of everything that the answer does not show', async (t) => {
      const world = await storeWorld(t, open);
      const filter = { source: ['plaza-north', 'other'] };
      const known = new Set<string>();
      let cursor = (await world.list(filter)).cursor;
      for (const round of [0, 1, 2, 3, 4]) {
        const keys = numbered(50).map((key) => `${key}-${round}`);
        const writing = world.reports(...keys.map((key) => ({ key })));
        const page = await world.list(filter, { limit: 500 });
        await writing;
        // Whoever read the page and goes on from its cursor knows everything; nothing before it is missing.
        const shown = new Set(keysOf(page));
        for (const { event } of (await world.changes({ after: cursor, filter })).entries)
          known.add(event.key);
        const later = await world.changes({ after: page.cursor, filter });
        for (const { event } of later.entries) shown.add(event.key);
        cursor = later.cursor;
        for (const { event } of later.entries) known.add(event.key);
        assert.deepEqual([...shown].toSorted(), [...known].toSorted());
      }
    });
  });
}
