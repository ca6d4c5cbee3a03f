import { STATUSES } from '@signalbox/contracts/vocabulary';
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
