import { STATUSES } from '@signalbox/contracts/vocabulary';
import { actorOf, statusOf } from '../stored-values.ts';
import {
  type Codecs,
  type Column,
  type Columns,
  columnsOf as columnsBy,
  COMMON_CODECS,
  type FieldColumns,
  type Kind,
  plain,
} from '../columns.ts';

/** What a column holds. */
export type Value = string | number | boolean | null;
/** A row as the driver gives it. */
export type Row = Record<string, Value>;

const CODECS: Codecs<Value> = { ...COMMON_CODECS, flag: plain };

export const columnsOf = <T extends object>(fields: FieldColumns<T>): Columns<T, Value> =>
  columnsBy(fields, CODECS);

const TYPE_OF: Readonly<Record<Kind, string>> = {
  number: 'integer',
  text: 'text',
  word: 'text',
  flag: 'boolean',
  json: 'text',
  status: 'smallint',
  actor: 'text',
};

/** The type of each column. */
export const typesOf = <T extends object>(fields: FieldColumns<T>): string[] =>
  Object.values<Column>(fields).map(({ kind }) => TYPE_OF[kind]);

/** The JSON of what a column holds, where it is not null. */
const WRITTEN: Readonly<Record<Kind, (value: Value) => string>> = {
  number: String,
  text: JSON.stringify,
  word: (value) => `"${String(value)}"`,
  flag: String,
  json: String,
  status: (value) => `"${statusOf(value)}"`,
  actor: (value) => JSON.stringify(actorOf(value)),
};

/** Writes the JSON of a message from the values of its columns, in half the time that an object and `JSON.stringify` take. */
export function jsonWriterOf<T extends object>(fields: FieldColumns<T>) {
  const columns = Object.entries<Column>(fields).map(([field, { kind }]) => ({
    head: `,"${field}":`,
    write: WRITTEN[kind],
  }));
  return (values: readonly Value[]): string => {
    let json = '';
    for (const [index, { head, write }] of columns.entries()) {
      const value = values[index];
      if (value !== null && value !== undefined) json += head + write(value);
    }
    return `{${json.slice(1)}}`;
  };
}

/** SQL of the JSON of a field, null for a column that is null. */
const JSON_OF: Readonly<Record<Kind, (column: string) => string>> = {
  number: (column) => `${column}::text`,
  text: (column) => `to_json(${column})::text`,
  word: (column) => `'"' || ${column} || '"'`,
  flag: (column) => `CASE ${column} WHEN true THEN 'true' WHEN false THEN 'false' END`,
  json: (column) => column,
  status: (column) =>
    `CASE ${column} ${STATUSES.map((name, rank) => `WHEN ${rank} THEN '"${name}"'`).join(' ')} END`,
  actor: (column) => {
    const blank = `strpos(${column}, ' ')`;
    const [kind, name] = [`left(${column}, ${blank} - 1)`, `substr(${column}, ${blank} + 1)`];
    return `'{"kind":"' || ${kind} || '","name":' || to_json(${name})::text || '}'`;
  },
};

/** SQL expressions of which `concat`, which leaves out those that are null, makes the JSON of the message: the columns of this table, or alias of one. */
export function jsonOf<T extends object>(fields: FieldColumns<T>, table: string): string[] {
  const parts = Object.entries<Column>(fields).map(
    ([field, { name, kind }], index) =>
      `'${index === 0 ? '' : ','}"${field}":' || ${JSON_OF[kind](`${table}.${name}`)}`,
  );
  return [`'{'`, ...parts, `'}'`];
}
