import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { lagOf } from '../../lag.ts';
import type { Place } from '../../page-token.ts';
import { mergeLanes } from '../merge-lanes.ts';
import { GROUPS, rankOfGroup } from './groups.ts';
import { INDEX_SCHEMA } from './index-schema.ts';
import { placedConditions, UNFILTERED } from './placed-filter.ts';
import { placedLanes } from './placed-lanes.ts';

const BOUNDS = { limit: 500, entries: 20_000, descending: true };

const MINUTE = 60_000;
/** Some last changed long before or after they were reported, and some in the same minutes. */
const changedLater = (row: number, time: number): number =>
  row % 2 === 0 ? row * 1_000 : time + ((row % 15) - 7) * MINUTE;

/** 1,200 events of three sources and two types, in every group, over some weeks. */
function filled(changedOf = changedLater): DatabaseSync {
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
    const time = (row * 7_919_000) % 2 ** 31;
    const changed = changedOf(row, time);
    insert.run(row, source, type, group, lagOf(changed, time), changed, time, time);
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
  const { lanes, read } = counted(query);
  assert.equal(mergeLanes(lanes, undefined, { ...BOUNDS, limit: 10 }).hits.length, 10);
  assert.ok(read() <= 8 * lanes.length, `${read()} entries of ${lanes.length} lanes`);
});

test('pages of a time have all that was reported then, in their order, whenever it changed', (t) => {
  const db = filled();
  t.after(() => db.close());
  const [from, to] = [1_000_000_000, 1_300_000_000];
  const orders = {
    changedAt: 'changed_at, row',
    '-changedAt': 'changed_at DESC, row DESC',
    firstReportedAt: 'first_reported_at, row',
    '-firstReportedAt': 'first_reported_at DESC, row DESC',
    '-status': '((grp >> 1) % 3) DESC, changed_at DESC, row DESC',
  } as const;
  for (const some of [{ from, to }, { from }, { to }, { from, to, type: [5] }]) {
    for (const [sort, order] of Object.entries(orders) as [keyof typeof orders, string][]) {
      const descending = sort.startsWith('-');
      const filter = { ...UNFILTERED, ...some };
      const query = { db, filter, sort, descending, limit: 7, fewAtMost: 0 };
      const { sql, values } = placedConditions(filter);
      const found: number[] = [];
      for (let start: Place | undefined, more = true; more;) {
        const page = mergeLanes(placedLanes(query), start, { limit: 7, entries: 20_000, descending });
        found.push(...page.hits.map(({ row }) => row));
        start = page.hits.at(-1)?.place;
        ({ more } = page);
      }
      const expected = db
        .prepare(`SELECT row FROM idx.placed WHERE ${sql} ORDER BY ${order}`)
        .all(...values)
        .map(({ row }) => Number(row));
      assert.ok(expected.length > 50);
      assert.deepEqual(found, expected, JSON.stringify({ some, sort }));
    }
  }
});

test('a page of a time reads little more than what was reported then, whenever it changed', async (t) => {
  const [from, to] = [1_000_000_000, 1_200_000_000];
  for (const distance of [MINUTE, 20 * MINUTE]) {
    const db = filled((row, time) => time + ((row % 9) - 4) * distance);
    t.after(() => db.close());
    for (const sort of ['changedAt', '-changedAt'] as const) {
      const descending = sort === '-changedAt';
      const filter = { ...UNFILTERED, from, to };
      const { lanes, read } = counted({ db, filter, sort, descending, limit: 500, fewAtMost: 0 });
      const { hits, more } = mergeLanes(lanes, undefined, { ...BOUNDS, descending });
      assert.ok(hits.length > 80 && !more, `${hits.length} hits`);
      assert.ok(read() < 1.2 * hits.length, `${read()} entries for ${hits.length} hits`);
    }
  }
});

/** The lanes, and how many entries are read of them. */
function counted(query: Parameters<typeof placedLanes>[0]) {
  let read = 0;
  const lanes = placedLanes(query).map((lane) => ({
    ...lane,
    read(...asked: Parameters<typeof lane.read>) {
      const stretch = lane.read(...asked);
      read += stretch.read;
      return stretch;
    },
  }));
  return { lanes, read: () => read };
}
