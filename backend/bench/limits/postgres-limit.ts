/**
 * The limit of PostgreSQL: the rows that the product wrote, event and journal entry, written again in transactions of
 * 1,000 on as many connections, by nothing but set-based inserts or COPY.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { answerQuestions } from '../helper-process.ts';
import type { LimitQuestion, LimitWindow } from './limit.ts';
import { type Column, columnsOf, makeLimitTables, type Variant } from './postgres-limit-tables.ts';

/** The product has two batches on their way at most. */
const CONNECTIONS = 2;
const ROWS_PER_TRANSACTION = 1_000;
const TABLES = [
  { name: 'events', number: 'row' },
  { name: 'journal', number: 'seq' },
] as const;

interface Batch {
  /** For each table, what its statement is given. */
  readonly parts: readonly (readonly string[] | string)[];
  readonly rows: number;
}

let variant: Variant;
let clients: Client[] = [];
let tables: readonly { readonly name: string; readonly columns: readonly Column[] }[] = [];
let batches: Batch[] = [];
const last = new Map<string, string>();

answerQuestions<LimitQuestion>(async (question) => {
  if (question.ask === 'open') return open(question.product, question.limit as Variant);
  if (question.ask === 'fill') throw new Error('The limit of PostgreSQL is measured from empty tables on.');
  if (question.ask === 'load') return load();
  return insertAll();
});

async function open(url: string, chosen: Variant): Promise<void> {
  variant = chosen;
  clients = Array.from(
    { length: CONNECTIONS },
    () => new Client({ connectionString: url, pipeline: variant !== 'copy' }),
  );
  for (const client of clients) await client.connect();
  const [client] = clients;
  if (!client) return;
  await makeLimitTables(client, variant);
  tables = await Promise.all(
    TABLES.map(async ({ name }) => ({ name, columns: await columnsOf(client, name) })),
  );
}

/** Reads what the product wrote since, as text, and shapes it before the clock starts. */
async function load(): Promise<number> {
  const rows = [];
  for (const [at, { name, number }] of TABLES.entries())
    rows.push(await newRows(name, number, tables[at]?.columns ?? []));
  const [events = [], journal = []] = rows;
  batches = [];
  for (let from = 0; from < events.length; from += ROWS_PER_TRANSACTION) {
    const slices = [events, journal].map((all) => all.slice(from, from + ROWS_PER_TRANSACTION));
    const parts = slices.map((slice) => (variant === 'copy' ? copyText(slice) : columnTexts(slice)));
    batches.push({ parts, rows: slices[0]?.length ?? 0 });
  }
  return events.length;
}

type TextRow = readonly (string | null)[];

async function newRows(table: string, number: string, columns: readonly Column[]): Promise<TextRow[]> {
  const list = columns.map(({ name }) => `${name}::text`).join();
  const result = await clients[0]?.query<(string | null)[]>({
    text: `SELECT ${list}, ${number}::text FROM public.${table} WHERE ${number} > $1 ORDER BY ${table}.${number}`,
    values: [last.get(table) ?? '0'],
    rowMode: 'array',
  });
  const rows = result?.rows ?? [];
  last.set(table, rows.at(-1)?.at(-1) ?? last.get(table) ?? '0');
  return rows.map((row) => row.slice(0, -1));
}

/** Each column as the text of one array: made here, so that the driver need not. */
const columnTexts = (rows: readonly TextRow[]): string[] =>
  (rows[0] ?? []).map((_, column) => `{${rows.map((row) => arrayItem(row[column] ?? null)).join()}}`);
const arrayItem = (value: string | null): string =>
  value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const copyValue = (value: string | null): string =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char);
const copyText = (rows: readonly TextRow[]): string =>
  rows.map((row) => `${row.map(copyValue).join('\t')}\n`).join('');

async function insertAll(): Promise<LimitWindow> {
  const took: number[] = [];
  let units = 0;
  let next = 0;
  const work = async (client: Client) => {
    for (let batch = batches[next++]; batch; batch = batches[next++]) {
      const began = performance.now();
      await insert(client, batch);
      took.push(performance.now() - began);
      units += batch.rows;
    }
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(clients.map(work));
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  batches = [];
  return { units, milliseconds, took, cpuMicroseconds: user + system };
}

async function insert(client: Client, { parts }: Batch): Promise<void> {
  if (variant === 'copy') return copyAll(client, parts as readonly string[]);
  const texts = parts as readonly (readonly string[])[];
  const inserted = tables.map(
    ({ name, columns }, at) =>
      () =>
        unnest(client, name, columns, texts[at] ?? []),
  );
  // One behind the other, without waiting for answers in between.
  const all = [() => client.query('BEGIN'), ...inserted, () => client.query('COMMIT')];
  await Promise.all(all.map((send) => send()));
}

/** COPY cannot be sent behind a statement that is not answered yet. */
async function copyAll(client: Client, texts: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  for (const [at, { name, columns }] of tables.entries()) await copy(client, name, columns, texts[at] ?? '');
  await client.query('COMMIT');
}

function unnest(client: Client, table: string, columns: readonly Column[], values: readonly string[]) {
  const names = columns.map(({ name }) => name).join();
  const arrays = columns.map(({ viaText, type }, at) => `$${at + 1}::${viaText ? 'text' : type}[]`).join();
  const chosen = columns.map(({ name, viaText, type }) => (viaText ? `${name}::${type}` : name)).join();
  return client.query({
    name: `insert-${table}`,
    text: `INSERT INTO limit_${variant}.${table} (${names}) SELECT ${chosen} FROM unnest(${arrays}) AS given (${names})`,
    values: [...values],
  });
}

function copy(client: Client, table: string, columns: readonly Column[], text: string): Promise<void> {
  const names = columns.map(({ name }) => name).join();
  const stream = client.query(copyFrom(`COPY limit_${variant}.${table} (${names}) FROM STDIN`));
  return pipeline(Readable.from([Buffer.from(text)]), stream);
}
