/**
 * The limit of SQLite: the rows that the product wrote, event and journal entry, written again in transactions of 1,000
 * into the same two tables with their identities and one index that leads with time, by nothing but prepared inserts.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { answerQuestions } from '../helper-process.ts';
import { limitSchema } from './sqlite-limit-schema.ts';
import { WRITER_SETTINGS } from '../../src/database-service/store/sqlite/open-database.ts';
import type { LimitQuestion, LimitWindow } from './limit.ts';

const ROWS_PER_TRANSACTION = 1_000;
const TABLES = [
  { name: 'events', number: 'row' },
  { name: 'journal', number: 'seq' },
] as const;

let product: DatabaseSync;
let limit: DatabaseSync;
let inserts: readonly { readonly table: string; readonly statement: StatementSync }[];
let loaded: readonly SQLInputValue[][][];

answerQuestions<LimitQuestion>(async (question) => {
  if (question.ask === 'open') return open(question.product, question.limit);
  if (question.ask === 'fill') return fill();
  if (question.ask === 'load') return load();
  return insertAll();
});

function open(productFile: string, limitFile: string): void {
  product = new DatabaseSync(productFile, { readOnly: true, timeout: 5_000 });
  const pageSize = Number(product.prepare('PRAGMA page_size').get()?.['page_size']);
  limit = new DatabaseSync(limitFile);
  limit.exec(`PRAGMA page_size = ${pageSize}; ${WRITER_SETTINGS}`);
  const isNew = limit.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
  if (isNew) for (const sql of limitSchema(product).tables) limit.exec(sql);
  if (isNew) for (const sql of limitSchema(product).indexes) limit.exec(sql);
  inserts = TABLES.map(({ name }) => {
    const columns = columnsOf(name);
    const places = columns.map(() => '?').join();
    return {
      table: name,
      statement: limit.prepare(`INSERT INTO ${name} (${columns.join()}) VALUES (${places})`),
    };
  });
}

/** Columns that can be written. */
const columnsOf = (table: string): string[] =>
  limit
    .prepare(`PRAGMA table_xinfo(${table})`)
    .all()
    .filter(({ hidden }) => hidden === 0)
    .map(({ name }) => `"${String(name)}"`);

const lastOf = (table: string, number: string): number =>
  Number(limit.prepare(`SELECT max(${number}) AS last FROM ${table}`).get()?.['last'] ?? 0);

/** Takes over what the product has: the limit starts on top of as much. Not measured, so nothing waits for the disk. */
function fill(): number {
  limit.exec(`ATTACH '${product.location() ?? ''}' AS product; PRAGMA synchronous = OFF`);
  for (const { name, number } of TABLES) {
    const columns = columnsOf(name).join();
    limit.exec(
      `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM product.${name} ` +
        `WHERE ${number} > ${lastOf(name, number)} ORDER BY ${number}`,
    );
  }
  limit.exec('DETACH product; PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  return Number(limit.prepare('SELECT count(*) AS count FROM events').get()?.['count']);
}

/** Reads what the product wrote since: shaped before the clock starts. */
function load(): number {
  loaded = TABLES.map(({ name, number }) => {
    const rows = product
      .prepare(`SELECT ${columnsOf(name).join()} FROM ${name} WHERE ${number} > ? ORDER BY ${number}`)
      .all(lastOf(name, number));
    return rows.map((row) => Object.values(row));
  });
  return loaded[0]?.length ?? 0;
}

function insertAll(): LimitWindow {
  const [events = [], journal = []] = loaded;
  const [insertEvent, insertEntry] = inserts.map(({ statement }) => statement);
  const took: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let from = 0; from < events.length; from += ROWS_PER_TRANSACTION) {
    const began = performance.now();
    limit.exec('BEGIN IMMEDIATE');
    for (let at = from; at < Math.min(from + ROWS_PER_TRANSACTION, events.length); at += 1) {
      insertEvent?.run(...(events[at] ?? []));
      insertEntry?.run(...(journal[at] ?? []));
    }
    limit.exec('COMMIT');
    took.push(performance.now() - began);
  }
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  loaded = [];
  return { units: events.length, milliseconds, took, cpuMicroseconds: user + system };
}
