import type { Actor, Status } from '@signalbox/contracts';
import { actorOf, actorText, statusOf, statusRank } from '../stored-values.ts';

/** What a column holds. */
export type Value = string | number | boolean | null;
/** A row as the driver gives it. */
export type Row = Record<string, Value>;

/** How a field of the domain is written in a column, and read from it. */
interface Codec {
  readonly write: (value: unknown) => Value;
  readonly read: (value: Value) => unknown;
}

/** Numbers, texts and flags stand in their columns as they are. */
const plain: Codec = { write: (value) => value as Value, read: (value) => value };
const json: Codec = {
  write: (value) => JSON.stringify(value),
  read: (value) => JSON.parse(String(value)) as unknown,
};
const status: Codec = { write: (value) => statusRank(value as Status), read: (value) => statusOf(value) };
const actor: Codec = { write: (value) => actorText(value as Actor), read: (value) => actorOf(value) };

/** A table that writes down each field of a message in a column of its own. */
export interface Columns<T> {
  readonly names: readonly string[];
  /** The type of each column, in the order of the names. */
  readonly types: readonly string[];
  /** The values in the order of the names; null for an absent field. */
  readonly write: (message: T) => Value[];
  /** The message, without the fields that are null. */
  readonly read: (row: Row) => T;
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
  text: column('text', plain),
  integer: column('integer', plain),
  flag: column('boolean', plain),
  json: column('text', json),
  status: column('smallint', status),
  actor: column('text', actor),
};
