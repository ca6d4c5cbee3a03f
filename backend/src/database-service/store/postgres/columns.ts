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

/** For SELECT: columns that a part of a UNION has not. */
export const nulls = (count: number): string => Array.from({ length: count }, () => 'NULL').join(', ');

type Writer = (value: Value) => string;

/** The JSON of what a column holds, where it is not null. */
const WRITTEN: Readonly<Record<Kind, Writer>> = {
  number: String,
  text: JSON.stringify,
  word: (value) => `"${String(value)}"`,
  flag: String,
  json: String,
  status: (value) => `"${statusOf(value)}"`,
  actor: (value) => JSON.stringify(actorOf(value)),
};

/**
 * Writes the fields of a message as JSON, each behind a comma, from the values of its columns, which stand in a row from a
 * place on: in half the time that an object and `JSON.stringify` take.
 */
export function jsonFieldsOf<T extends object>(fields: FieldColumns<T>) {
  const columns = Object.entries<Column>(fields);
  const heads = columns.map(([field]) => `,"${field}":`);
  const writers = columns.map(([, { kind }]) => WRITTEN[kind]);
  // A plain loop: this runs for every column of every event.
  return (row: readonly Value[], from: number): string => {
    let json = '';
    for (let index = 0; index < writers.length; index += 1) {
      const value = row[from + index];
      if (value !== null && value !== undefined) json += heads[index] + (writers[index] as Writer)(value);
    }
    return json;
  };
}

/** Writes the JSON of a message, likewise; with its values a row begins, unless told otherwise. */
export function jsonWriterOf<T extends object>(fields: FieldColumns<T>) {
  const fieldsOf = jsonFieldsOf(fields);
  return (row: readonly Value[], from = 0): string => `{${fieldsOf(row, from).slice(1)}}`;
}
