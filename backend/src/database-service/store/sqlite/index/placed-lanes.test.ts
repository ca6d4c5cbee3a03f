import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { mergeLanes } from '../merge-lanes.ts';
import { GROUPS, rankOfGroup, spanOf } from './groups.ts';
import { INDEX_SCHEMA } from './index-schema.ts';
import { UNFILTERED } from './placed-filter.ts';
import { placedLanes } from './placed-lanes.ts';

const BOUNDS = { limit: 500, entries: 20_000, descending: true };

/** 1,200 events of three sources and two types, in every group, over some weeks. */
function filled(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  db.exec("ATTACH ':memory:' AS idx");
  db.exec(
    INDEX_SCHEMA.replaceAll(/(CREATE (VIRTUAL )?(TABLE|INDEX)) /g, '$1 idx.').replace(/INSERT INTO.*/, ''),
  );
  const insert = db.prepare('INSERT INTO idx.placed VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, 0)');
  const count = db.prepare(
    'INSERT INTO idx.name_sums VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
  );
  for (let row = 1; row <= 1_200; row += 1) {
    const [source, type, group] = [1 + (row % 3), 4 + (row % 2), Math.floor(row / 6) % GROUPS.length];
    const [time, changed] = [(row * 7_919_000) % 2 ** 31, row * 1_000];
    insert.run(row, source, type, group, spanOf(time), changed, time, time);
    for (const name of [source, type]) count.run(name, group);
  }
  return db;
}

test('lists by name are merged from the lanes of their names and groups, or read as any other: they are the same', (t) => {
  const db = filled();
  t.after(() => db.close());
  const filters = [{ source: [1, 2] }, { type: [4], source: [1] }, { type: [5], from: 1_000_000_000 }];
  for (const filter of filters.map((asked) => ({ ...UNFILTERED, ...asked }))) {
    for (const sort of ['-changedAt', '-status'] as const) {
      const rows = (namedLanesMost: number) => {
        const query = { db, filter, sort, descending: true, limit: 500, fewAtMost: 0, namedLanesMost };
        return mergeLanes(placedLanes(query), undefined, BOUNDS).hits.map(({ row }) => row);
      };
      assert.ok(rows(100).length > 100);
      assert.deepEqual(rows(100), rows(0), JSON.stringify({ filter, sort }));
    }
  }
});

test('a page of what many are reads little more than the page', (t) => {
  const db = filled();
  t.after(() => db.close());
  const filter = {
    ...UNFILTERED,
    source: [1],
    groups: [...GROUPS.keys()].filter((group) => rankOfGroup(group) === 2),
  };
  const query = { db, filter, sort: '-changedAt', descending: true, limit: 10, fewAtMost: 0 } as const;
  let read = 0;
  const lanes = placedLanes(query).map((lane) => ({
    ...lane,
    read(...asked: Parameters<typeof lane.read>) {
      const stretch = lane.read(...asked);
      read += stretch.read;
      return stretch;
    },
  }));
  assert.equal(mergeLanes(lanes, undefined, { ...BOUNDS, limit: 10 }).hits.length, 10);
  assert.ok(read <= 8 * lanes.length, `${read} entries of ${lanes.length} lanes`);
});
