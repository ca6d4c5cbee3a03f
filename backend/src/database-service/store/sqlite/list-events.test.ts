import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { LIMITS, SORTS } from '@signalbox/contracts';
import { listOf } from '../../../../test/support/list-of.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

/** More than one page reads of what has the one, and as many of what has the other; the first event alone has both. */
const EACH = LIMITS.entriesReadPerPage + 1_000;
/** Among the newest of what has a word, but further down than a search looks up what it found. */
const MIDST = 2 * EACH - LIMITS.entriesReadPerPage / 2;

test('a page reads so many entries and no more: it is short then, and says how far it came', async (t) => {
  const store = openSqliteEventStore(path.join(await temporaryFolder(t), 'events.db'), SYSTEM_CONTEXT);
  t.after(() => store.close());
  const time = SYSTEM_CONTEXT.now();
  const report = (index: number) => ({
    source: index <= EACH ? 'many' : 'other',
    type: index === 0 || index > EACH ? 'many' : 'other',
    key: `key-${index}`,
    status: index === 0 || index === MIDST ? ('warning' as const) : ('error' as const),
    message: `${index === 0 || index > EACH ? 'alpha' : 'beta'} pump leaks`,
    time,
  });
  for (let from = 0; from < 2 * EACH; from += 3_000) {
    const some = Array.from({ length: 3_000 }, (_none, index) => report(from + index));
    await store.apply(some.map((one) => ({ kind: 'report', report: one })));
  }
  const both = { source: ['many'], type: ['many'] };
  await t.test('until the index has caught up', async () => {
    for (;;) {
      const { total } = await store.summarize({ filter: { type: ['many', 'other'] }, buckets: 1 });
      if (total >= 2 * EACH) return;
      await new Promise(setImmediate);
    }
  });
  const words = { q: 'alpha', source: ['many'] };
  for (const filter of [both, words]) {
    let page = await listOf(store, { filter });
    assert.deepEqual([page.events.length, page.previous], [0, null]);
    assert.match(page.searchedTo ?? '', /^\d{4}-.*Z$/);
    let pages = 1;
    for (; page.next !== null; pages += 1) {
      page = await listOf(store, { filter, page: page.next });
    }
    assert.deepEqual([page.events.length, page.events[0]?.key, page.searchedTo], [1, 'key-0', undefined]);
    assert.ok(pages > 1 && pages < 8, `${pages} pages`);
    const summary = await store.summarize({ filter, buckets: 1 });
    assert.equal(summary.exact, false);
  }
  const found: string[] = [];
  for (let token: string | null | undefined; token !== null;) {
    const filter = { q: 'pump leaks', status: ['warning' as const] };
    const page = await listOf(store, { filter, ...(token && { page: token }) });
    found.push(...page.events.map(({ key }) => key));
    token = page.next;
  }
  assert.deepEqual(found, [`key-${MIDST}`, 'key-0'], 'nothing between is passed by');
  const rare = await listOf(store, { filter: { ...both, status: ['warning'] } });
  assert.deepEqual([rare.events.length, rare.next], [1, null], 'what few events have is found at once');
  const id = [rare.events[0]?.id ?? ''];
  for (const sort of SORTS) {
    const page = await listOf(store, { filter: { id }, sort });
    assert.deepEqual([page.events.length, page.next], [1, null], 'ids are looked up, however old they are');
  }
});
