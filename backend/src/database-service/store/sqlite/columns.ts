import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { ACTOR_KINDS, STATUSES } from '@signalbox/contracts/vocabulary';
import {
  type Codecs,
  type Column,
  type Columns,
  columnsOf as columnsBy,
  COMMON_CODECS,
  type FieldColumns,
  type Kind,
} from '../columns.ts';

/** A row as node:sqlite gives it. */
export type Row = Record<string, SQLOutputValue>;

const CODECS: Codecs<SQLInputValue> = {
  ...COMMON_CODECS,
  flag: { write: Number, read: (value) => value === 1 },
};

export const columnsOf = <T extends object>(fields: FieldColumns<T>): Columns<T, SQLInputValue> =>
  columnsBy(fields, CODECS);

/** SQL expressions that make the JSON of a field, side by side, of a column that is not null. */
const JSON_OF: Readonly<Record<Kind, (column: string) => readonly string[]>> = {
  number: (column) => [column],
  text: (column) => [`json_quote(${column})`],
  word: (column) => [`'"'`, column, `'"'`],
  flag: (column) => [`iif(${column}, 'true', 'false')`],
  json: (column) => [column],
  status: (column) => [
    `CASE ${column} ${STATUSES.map((name, rank) => `WHEN ${rank} THEN '"${name}"'`).join(' ')} END`,
  ],
  // To compare with each kind costs less than to look for the blank.
  actor: (column) => [
    `CASE ${ACTOR_KINDS.map((kind) => `WHEN ${isOfKind(column, kind)} THEN ${actorJson(column, kind)}`).join(' ')} END`,
  ],
};

const isOfKind = (column: string, kind: string): string =>
  `${column} >= '${kind} ' AND ${column} < '${kind}!'`;
const actorJson = (column: string, kind: string): string =>
  `'{"kind":"${kind}","name":' || json_quote(substr(${column}, ${kind.length + 2})) || '}'`;

/** SQL expressions of which `concat` makes the JSON of the message: the columns of this table, or alias of one. */
export function jsonOf<T extends object>(fields: FieldColumns<T>, table: string): string[] {
  const parts = Object.entries<Column>(fields).flatMap(([field, { name, kind, isOptional }], index) => {
    const value = `${table}.${name}`;
    const part = [`'${index === 0 ? '' : ','}"${field}":'`, ...JSON_OF[kind](value)];
    return isOptional ? [`iif(${value} IS NULL, '', ${part.join(' || ')})`] : part;
  });
  return [`'{'`, ...parts, `'}'`];
}
