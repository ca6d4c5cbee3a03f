import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SORT, LIMITS, SORTS, type EventFilter, type EventPage } from '@signalbox/contracts';
import { listOf } from '../../../../test/support/list-of.ts';
import { openPostgresStore } from '../../../../test/support/open-postgres-store.ts';
import { administer, freshDatabase } from '../../../../test/support/postgres/fresh-database.ts';
import { sharedPostgres } from '../../../../test/support/postgres/shared-postgres.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { prepareListEvents } from './list-events.ts';
import { openPools, RUNNING } from './open-database.ts';

/** More events than one page reads; the one that is looked for is the oldest. */
const COUNT = LIMITS.entriesReadPerPage + 1_000;
const SOURCES = 10;
const DAY = 86_400_000;

test('on PostgreSQL a page reads so many entries and no more, whichever way it goes', async (t) => {
  const server = await sharedPostgres(18);
  const url = await freshDatabase(t, server);
  const now = Date.now();
  let clock = now;
  const store = await openPostgresStore(url, { ...SYSTEM_CONTEXT, now: () => new Date(clock).toISOString() });
  t.after(() => store.close());
  const time = (index: number) => new Date(now - (index === 0 ? 60_000 : 0)).toISOString();
  const reportOf = (index: number, at: string) => ({
    kind: 'report' as const,
    report: {
      source: `source-${index % SOURCES}`,
      key: `key-${index}`,
      status: 'error' as const,
      message: 'Barrier',
      time: at,
    },
  });
  for (let from = 0; from < COUNT; from += 3_000) {
    const some = Array.from({ length: 3_000 }, (_none, index) => from + index);
    await store.apply(some.map((index) => reportOf(index, time(index))));
  }
  // What the server knows of the frequency of words, it knows from this; by itself it comes round every minute.
  await administer(server, 'ANALYZE events', new URL(url).pathname.slice(1));
  const list = (filter: EventFilter, more: { page?: string; limit?: number } = {}): Promise<EventPage> =>
    listOf(store, { filter, ...more });

  const to = time(1);
  for (const filter of [{ to }, { to, q: 'barrier' }]) {
    const first = await list(filter);
    assert.deepEqual([first.events.length, first.previous], [0, null]);
    assert.match(first.searchedTo ?? '', /^\d{4}-.*Z$/);
    const second = await list(filter, { page: first.next ?? '' });
    assert.deepEqual(
      [second.events.map(({ key }) => key), second.next, second.searchedTo],
      [['key-0'], null, undefined],
    );
    const back = await list(filter, { page: second.previous ?? '' });
    assert.deepEqual([back.events.length, back.searchedTo !== undefined], [0, true]);
    const last = await list(filter, { page: 'last' });
    assert.deepEqual([last.events.length, last.searchedTo !== undefined], [1, true]);
    assert.equal((await store.summarize({ filter, buckets: 1 })).exact, false);
  }

  const { events } = await list({ to }, { page: 'last' });
  const id = [events[0]?.id ?? ''];
  for (const sort of SORTS) {
    const page = await listOf(store, { filter: { id }, sort });
    assert.deepEqual([page.events.length, page.next], [1, null], 'ids are looked up, however old they are');
  }

  // What the index of a source tells does not pass is merged all the same: half as much of it is read.
  const none = {
    source: Array.from({ length: SOURCES / 2 }, (_none, index) => `source-${index}`),
    type: ['none'],
  };
  const begun = await list(none);
  assert.deepEqual([begun.events.length, begun.searchedTo !== undefined], [0, true]);
  const ended = await list(none, { page: begun.next ?? '' });
  assert.deepEqual([ended.events.length, ended.next, ended.searchedTo], [0, null, undefined]);

  // More sources than lanes are opened for: the order of all events is walked instead.
  const source = Array.from({ length: SOURCES - 1 }, (_none, index) => `source-${index}`);
  const many = await list({ source }, { limit: 500 });
  const all = await list({}, { limit: 500 });
  const expected = all.events.filter((event) => source.includes(event.source));
  assert.deepEqual(many.events.slice(0, expected.length), expected);
  assert.equal(many.events.length, 500);

  // A page of a time reads what was reported then, whenever it changed, and passes by all the others.
  clock = now + 2 * DAY;
  const later = new Date(clock).toISOString();
  await store.apply([reportOf(7, later), reportOf(2 * COUNT, later)]);
  const from = new Date(now + DAY).toISOString();
  // Whoever asks first finds a lag that was not known, and whoever asks at the same time misses nothing for it.
  for (const { events: found } of await Promise.all([1, 2, 3, 4].map(() => list({ from }))))
    assert.deepEqual(found.map(({ key }) => key).toSorted(), ['key-7', `key-${2 * COUNT}`].toSorted());
  for (const sort of SORTS.filter((one) => !one.endsWith('firstReportedAt'))) {
    const page = await listOf(store, { filter: { from }, sort });
    const keys = page.events.map(({ key }) => key);
    const oldestFirst = sort.startsWith('-') ? keys.toReversed() : keys;
    assert.deepEqual([oldestFirst, page.next], [['key-7', `key-${2 * COUNT}`], null], sort);
  }
});

/** After as many plans for the very values, the server asks itself whether one for all of them would do. */
const CUSTOM_PLANS = 5;

test('lists are planned once, those of a time too', async (t) => {
  const url = await freshDatabase(t, await sharedPostgres(18));
  const store = await openPostgresStore(url);
  t.after(() => store.close());
  const database = openPools(url, { ...RUNNING, readers: 1 });
  t.after(() => database.close());
  const { readers } = database;
  const listEvents = prepareListEvents(readers);
  const times = { from: '2026-11-27T00:00:00.000Z', to: '2026-11-28T00:00:00.000Z' };
  const filters: EventFilter[] = [{}, { source: ['plaza'] }, times, { ...times, type: ['lane.barrier'] }];
  const ask = async (filter: EventFilter) => {
    for (let asked = 0; asked <= CUSTOM_PLANS; asked += 1)
      await listEvents({ filter, sort: DEFAULT_SORT, limit: 50, withAttributes: false });
  };
  for (const filter of filters) await ask(filter);
  const { rows: planned } = await readers.query<{ statement: string; custom: number; generic: number }>(
    'SELECT statement, custom_plans::int AS custom, generic_plans::int AS generic FROM pg_prepared_statements',
  );
  assert.ok(planned.length >= filters.length, `${planned.length} statements are prepared`);
  for (const { statement, custom, generic } of planned)
    assert.ok(custom === 0 && generic > CUSTOM_PLANS, `${custom} plans of ${statement}`);
});
