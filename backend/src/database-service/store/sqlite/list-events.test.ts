import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { LIMITS, SORTS } from '@signalbox/contracts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

/** More events than one page reads; the one that is looked for is the oldest. */
const COUNT = LIMITS.entriesReadPerPage + 1_000;

test('a page reads so many entries and no more: it is short then, and says how far it came', async (t) => {
  const store = openSqliteEventStore(path.join(await temporaryFolder(t), 'events.db'), SYSTEM_CONTEXT);
  t.after(() => store.close());
  const time = SYSTEM_CONTEXT.now();
  for (let from = 0; from < COUNT; from += 3_000) {
    await store.apply(
      Array.from({ length: 3_000 }, (_none, index) => ({
        kind: 'report',
        report: {
          source: from + index === 0 ? 'rare' : 'common',
          key: `key-${from + index}`,
          status: 'error',
          message: 'Barrier',
          time,
        },
      })),
    );
  }
  const filter = { source: ['rare'] };
  for (const asked of [{ filter }, { filter: { ...filter, q: 'barrier' } }]) {
    const list = (page?: string) =>
      store.listEvents({ ...asked, sort: '-changedAt', limit: 50, page, withAttributes: false });
    const first = await list();
    assert.deepEqual([first.events.length, first.previous], [0, null]);
    assert.match(first.searchedTo ?? '', /^\d{4}-.*Z$/);
    const second = await list(first.next ?? '');
    assert.deepEqual([second.events.length, second.next, second.searchedTo], [1, null, undefined]);
    const back = await list(second.previous ?? '');
    assert.equal(back.events.length, 0);
  }
  const { events } = await store.listEvents({ filter, sort: 'changedAt', limit: 1, withAttributes: false });
  const id = [events[0]?.id ?? ''];
  for (const sort of SORTS) {
    const page = await store.listEvents({ filter: { id }, sort, limit: 50, withAttributes: false });
    assert.deepEqual([page.events.length, page.next], [1, null], 'ids are looked up, however old they are');
  }
  const summary = await store.summarize({ filter: { type: ['none'] }, buckets: 1 });
  assert.equal(summary.exact, false);
  assert.equal((await store.summarize({ filter, buckets: 1 })).exact, true);
});
