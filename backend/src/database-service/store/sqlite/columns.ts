import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Actor, Status } from '@signalbox/contracts';
import { ACTOR_KINDS, STATUSES } from '@signalbox/contracts/vocabulary';
import { actorOf, actorText, statusOf, statusRank } from '../stored-values.ts';
import type { Values } from './read-rows.ts';

/** A row as node:sqlite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** How a field of the domain is written in a column, and read from it. */
interface Codec {
  readonly write: (value: unknown) => SQLInputValue;
  readonly read: (value: SQLOutputValue) => unknown;
  /** SQL expressions that make the JSON of the field, side by side, of a column that is not null. */
  readonly json: (column: string) => readonly string[];
}

const plain = { write: (value: unknown) => value as SQLInputValue, read: (value: unknown) => value };
const number: Codec = { ...plain, json: (column) => [column] };
const text: Codec = { ...plain, json: (column) => [`json_quote(${column})`] };
/** Of a closed set, a time, or an id of ours: nothing in it needs escaping. */
const word: Codec = { ...plain, json: (column) => [`'"'`, column, `'"'`] };
const flag: Codec = {
  write: Number,
  read: (value) => value === 1,
  json: (column) => [`iif(${column}, 'true', 'false')`],
};
const json: Codec = {
  write: (value) => JSON.stringify(value),
  read: (value) => JSON.parse(String(value)) as unknown,
  json: (column) => [column],
};
const status: Codec = {
  write: (value) => statusRank(value as Status),
  read: (value) => statusOf(value),
  json: (column) => [
    `CASE ${column} ${STATUSES.map((name, rank) => `WHEN ${rank} THEN '"${name}"'`).join(' ')} END`,
  ],
};
const actor: Codec = {
  write: (value) => actorText(value as Actor),
  read: (value) => actorOf(value),
  // To compare with each kind costs less than to look for the blank.
  json: (column) => [
    `CASE ${ACTOR_KINDS.map((kind) => `WHEN ${isOfKind(column, kind)} THEN ${actorJson(column, kind)}`).join(' ')} END`,
  ],
};

const isOfKind = (column: string, kind: string): string =>
  `${column} >= '${kind} ' AND ${column} < '${kind}!'`;
const actorJson = (column: string, kind: string): string =>
  `'{"kind":"${kind}","name":' || json_quote(substr(${column}, ${kind.length + 2})) || '}'`;

/** A table that writes down each field of a message in a column of its own. */
export interface Columns<T> {
  readonly names: readonly string[];
  /** The values in the order of the names; null for an absent field. */
  readonly write: (message: T) => SQLInputValue[];
  /** The message, without the fields that are null. */
  readonly read: (row: Row) => T;
  /** The same of a row's values, among which those of this table stand from an index on, in the order of the names. */
  readonly readValues: (values: Values, from: number) => T;
  /** SQL expressions of which `concat` makes the JSON of the message: the columns of this table, or alias of one. */
  readonly json: (table: string) => readonly string[];
}

type ColumnOf<T> = {
  readonly [Field in keyof T]-?: undefined extends T[Field] ? OptionalColumn : RequiredColumn;
};

export function columnsOf<T extends object>(fields: ColumnOf<T>): Columns<T> {
  const columns = Object.entries<Column>(fields).map(([field, column]) => ({
    field: field as keyof T,
    ...column,
  }));
  return {
    names: columns.map(({ name }) => name),
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
    readValues: (values, from) => {
      const message: Partial<Record<keyof T, unknown>> = {};
      for (let at = from; at < values.length; at += 1) {
        const value = values[at];
        const column = columns[at - from];
        if (column && value !== null && value !== undefined) message[column.field] = column.codec.read(value);
      }
      return message as T;
    },
    json: (table) => [
      `'{'`,
      ...columns.flatMap(({ field, name, codec, isOptional }, index) => {
        const value = `${table}.${name}`;
        const parts = [`'${index === 0 ? '' : ','}"${String(field)}":'`, ...codec.json(value)];
        return isOptional ? [`iif(${value} IS NULL, '', ${parts.join(' || ')})`] : parts;
      }),
      `'}'`,
    ],
  };
}

interface Column {
  readonly name: string;
  readonly codec: Codec;
  readonly isOptional: boolean;
}
interface RequiredColumn extends Column {
  readonly isOptional: false;
}
interface OptionalColumn extends Column {
  readonly isOptional: true;
}

const codecs = { number, text, word, flag, json, status, actor };
type Makers<C> = Readonly<Record<keyof typeof codecs, (name: string) => C>>;
const makers = <C extends Column>(isOptional: C['isOptional']) =>
  Object.fromEntries(
    Object.entries(codecs).map(([kind, codec]) => [kind, (name: string) => ({ name, codec, isOptional })]),
  ) as unknown as Makers<C>;

export const as = makers<RequiredColumn>(false);
/** For fields that may be absent. */
export const maybe = makers<OptionalColumn>(true);
