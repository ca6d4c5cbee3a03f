import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { ACTOR_KINDS, STATUSES, type Actor, type Status } from '@signalbox/contracts';

/** A row as node:sqlite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** How a field of the domain is written in a column, and read from it. */
interface Codec {
  readonly write: (value: unknown) => SQLInputValue;
  readonly read: (value: SQLOutputValue) => unknown;
}

const plain: Codec = { write: (value) => value as SQLInputValue, read: (value) => value };
const flag: Codec = { write: Number, read: (value) => value === 1 };
const json: Codec = {
  write: (value) => JSON.stringify(value),
  read: (value) => JSON.parse(String(value)) as unknown,
};
const status: Codec = { write: (value) => statusRank(value as Status), read: (value) => statusOf(value) };
const actor: Codec = { write: (value) => actorText(value as Actor), read: (value) => actorOf(value) };

export const statusRank = (value: Status): number => STATUSES.indexOf(value);
export const statusOf = (rank: SQLOutputValue | undefined): Status => STATUSES[Number(rank)] as Status;

const actorText = ({ kind, name }: Actor): string => `${kind} ${name}`;
function actorOf(value: SQLOutputValue): Actor {
  const text = String(value);
  const kind = ACTOR_KINDS.find((one) => text.startsWith(`${one} `)) ?? 'system';
  return { kind, name: text.slice(kind.length + 1) };
}

/** A table that writes down each field of a message in a column of its own. */
export interface Columns<T> {
  readonly names: readonly string[];
  /** The values in the order of the names; null for an absent field. */
  readonly write: (message: T) => SQLInputValue[];
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
  readonly codec: Codec;
}
const column =
  (codec: Codec) =>
  (name: string): Column => ({ name, codec });

export const as = {
  plain: column(plain),
  flag: column(flag),
  json: column(json),
  status: column(status),
  actor: column(actor),
};
