import type { Actor, Status } from '@signalbox/contracts';
import { actorOf, actorText, statusOf, statusRank } from './stored-values.ts';

/** What a column holds. A word is of a closed set, a time, or an id of ours: nothing in it needs escaping. */
export type Kind = 'number' | 'text' | 'word' | 'flag' | 'json' | 'status' | 'actor';

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  readonly isOptional: boolean;
}
interface RequiredColumn extends Column {
  readonly isOptional: false;
}
interface OptionalColumn extends Column {
  readonly isOptional: true;
}

/** Each field of a message with its column. */
export type FieldColumns<T> = {
  readonly [Field in keyof T]-?: undefined extends T[Field] ? OptionalColumn : RequiredColumn;
};

const required = (kind: Kind) => (name: string) => ({ name, kind, isOptional: false as const });
const optional = (kind: Kind) => (name: string) => ({ name, kind, isOptional: true as const });

export const as = {
  number: required('number'),
  text: required('text'),
  word: required('word'),
  flag: required('flag'),
  status: required('status'),
  actor: required('actor'),
};
/** For fields that may be absent. */
export const maybe = {
  text: optional('text'),
  word: optional('word'),
  flag: optional('flag'),
  json: optional('json'),
  status: optional('status'),
  actor: optional('actor'),
};

/** How a field of the domain is written in a column, and read from it. */
export interface Codec<Value> {
  readonly write: (value: unknown) => Value;
  readonly read: (value: Value) => unknown;
}
export type Codecs<Value> = Readonly<Record<Kind, Codec<Value>>>;

/** What stands in its column as it is. */
export const plain = { write: (value: unknown) => value as never, read: (value: unknown) => value };
/** Alike on every engine. */
export const COMMON_CODECS = {
  number: plain,
  text: plain,
  word: plain,
  json: {
    write: (value: unknown) => JSON.stringify(value),
    read: (value: unknown) => JSON.parse(String(value)) as unknown,
  },
  status: { write: (value: unknown) => statusRank(value as Status), read: statusOf },
  actor: { write: (value: unknown) => actorText(value as Actor), read: actorOf },
};

/** A table that writes down each field of a message in a column of its own. */
export interface Columns<T, Value> {
  readonly names: readonly string[];
  /** The values in the order of the names; null for an absent field. */
  readonly write: (message: T) => (Value | null)[];
  /** The message, without the fields that are null. */
  readonly read: (row: Readonly<Record<string, Value | null>>) => T;
}

export function columnsOf<T extends object, Value>(
  fields: FieldColumns<T>,
  codecs: Codecs<Value>,
): Columns<T, Value> {
  const columns = Object.entries<Column>(fields).map(([field, { name, kind }]) => ({
    field: field as keyof T,
    name,
    codec: codecs[kind],
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
  };
}
