import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { EventFilter } from '@signalbox/contracts';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { wordsMatch } from '../filter-sql.ts';
import type { Group } from '../../event-counts.ts';
import type { Counts } from '../summarize.ts';
import { chooseLead } from './choose-lead.ts';
import { GROUPS } from './groups.ts';
import { placedConditions, placedFilter, type PlacedFilter } from './placed-filter.ts';
import { MARKED, rowsOfWords } from './search-words.ts';

/** Counts events by group under a filter of the index: exactly where sums know or little is read, otherwise as far as the bound lets it. */
export function countPlaced(db: DatabaseSync, filter: EventFilter): Counts {
  const placed = placedFilter(db, filter);
  if (!placed) return { groups: [], exact: true };
  if (wordsMatch(filter.q) !== undefined) return countWords(db, filter.q ?? '', placed);
  const asked = [placed.source, placed.type, placed.assignee].filter((some) => some !== undefined);
  const hasTimes = placed.from !== undefined || placed.to !== undefined;
  if (asked.length === 1 && !hasTimes) return readSums(db, asked.flat());
  return countFromLead(db, placed);
}

function readSums(db: DatabaseSync, names: readonly number[]): Counts {
  const sums = db.prepare(
    `SELECT grp, sum(count) AS count FROM idx.name_sums WHERE name IN (${names.join(', ')}) GROUP BY grp`,
  );
  return { groups: sums.all().map(readGroup), exact: true };
}

function countFromLead(db: DatabaseSync, filter: PlacedFilter): Counts {
  const bound = LIMITS.entriesReadPerPage;
  const lead = chooseLead(db, filter, bound);
  if (!lead) return { groups: [], exact: true };
  const all = placedConditions(filter);
  const { index, conditions, count } = lead;
  const entries = `SELECT grp, reported_at, source, type, assignee FROM idx.placed INDEXED BY ${index}
    WHERE ${conditions.sql} LIMIT ${bound}`;
  return { groups: countIn(db, entries, conditions.values, all), exact: count <= bound };
}

function countWords(db: DatabaseSync, q: string, filter: PlacedFilter): Counts {
  const { sql, values, end } = rowsOfWords({ db, q, filter, descending: true }, undefined);
  const rest = placedConditions(filter, MARKED);
  const entries = `SELECT placed.* FROM (${sql}) AS found CROSS JOIN idx.placed USING (row)`;
  return { groups: countIn(db, entries, values, rest), exact: end() === undefined };
}

type Conditions = ReturnType<typeof placedConditions>;

function countIn(
  db: DatabaseSync,
  entries: string,
  values: readonly SQLInputValue[],
  rest: Conditions,
): Group[] {
  const counted = db.prepare(
    `SELECT grp, count(*) AS count FROM (${entries}) WHERE ${rest.sql} GROUP BY grp`,
  );
  return counted.all(...values, ...rest.values).map(readGroup);
}

function readGroup(row: Record<string, unknown>): Group {
  const group = GROUPS[Number(row['grp'])];
  if (!group) throw new Error('The index names a group that there is not.');
  return { ...group, count: Number(row['count']) };
}
