import type { Actor, Status } from '@signalbox/contracts';
import { STATUSES } from '@signalbox/contracts/vocabulary';
import { actorOf, actorText, statusOf, statusRank } from '../stored-values.ts';

/** What a column holds. */
export type Value = string | number | boolean | null;
/** A row as the driver gives it. */
export type Row = Record<string, Value>;

/** How a field of the domain is written in a column, and read from it. */
interface Codec {
  readonly write: (value: unknown) => Value;
  readonly read: (value: Value) => unknown;
  /** SQL of its JSON, null for a column that is null. */
  readonly json: (column: string) => string;
}

/** They stand in their columns as they are. */
const plain = { write: (value: unknown) => value as Value, read: (value: Value) => value };
const number: Codec = { ...plain, json: (column) => `${column}::text` };
const text: Codec = { ...plain, json: (column) => `to_json(${column})::text` };
/** Of a closed set, a time, or an id of ours: nothing in it needs escaping. */
const word: Codec = { ...plain, json: (column) => `'"' || ${column} || '"'` };
const flag: Codec = {
  ...plain,
  json: (column) => `CASE ${column} WHEN true THEN 'true' WHEN false THEN 'false' END`,
};
const json: Codec = {
  write: (value) => JSON.stringify(value),
  read: (value) => JSON.parse(String(value)) as unknown,
  json: (column) => column,
};
const status: Codec = {
  write: (value) => statusRank(value as Status),
  read: (value) => statusOf(value),
  json: (column) =>
    `CASE ${column} ${STATUSES.map((name, rank) => `WHEN ${rank} THEN '"${name}"'`).join(' ')} END`,
};
const actor: Codec = {
  write: (value) => actorText(value as Actor),
  read: (value) => actorOf(value),
  json: (column) => {
    const blank = `strpos(${column}, ' ')`;
    const [kind, name] = [`left(${column}, ${blank} - 1)`, `substr(${column}, ${blank} + 1)`];
    return `'{"kind":"' || ${kind} || '","name":' || to_json(${name})::text || '}'`;
  },
};

/** A table that writes down each field of a message in a column of its own. */
export interface Columns<T> {
  readonly names: readonly string[];
  /** The type of each column, in the order of the names. */
  readonly types: readonly string[];
  /** The values in the order of the names; null for an absent field. */
  readonly write: (message: T) => Value[];
  /** The message, without the fields that are null. */
  readonly read: (row: Row) => T;
  /** SQL of the fields as parts of one JSON object, for `concat`, which leaves out those that are null: never the first. */
  readonly json: (table: string) => readonly string[];
}

type ColumnOf<T> = { readonly [Field in keyof T]-?: Column };

export function columnsOf<T extends object>(fields: ColumnOf<T>): Columns<T> {
  const columns = Object.entries<Column>(fields).map(([field, column]) => ({
    field: field as keyof T,
    ...column,
  }));
  return {
    names: columns.map(({ name }) => name),
    types: columns.map(({ type }) => type),
    write: (message) =>
      columns.map(({ field, codec }) => {
        const value = message[field];
        return value === undefined || value === null ? null : codec.write(value);
      }),
    read: (row) => {
      const message: Partial<Record<keyof T, unknown>> = {};
      for (const { field, name, codec } of columns) {
        const value = row[name];
        if (value !== null && value !== undefined) message[field] = codec.read(value);
      }
      return message as T;
    },
    json: (table) =>
      columns.map(({ field, name, codec }, index) => {
        const comma = index === 0 ? '' : ',';
        return `'${comma}"${String(field)}":' || ${codec.json(`${table}.${name}`)}`;
      }),
  };
}

interface Column {
  readonly name: string;
  /** As PostgreSQL calls it. */
  readonly type: string;
  readonly codec: Codec;
}
const column =
  (type: string, codec: Codec) =>
  (name: string): Column => ({ name, type, codec });

export const as = {
  text: column('text', text),
  word: column('text', word),
  integer: column('integer', number),
  flag: column('boolean', flag),
  json: column('text', json),
  status: column('smallint', status),
  actor: column('text', actor),
};
