import { createHash } from 'node:crypto';

type Parameter = string | number | boolean | null | readonly (string | number)[];

/** The values of a statement that is put together piece by piece. */
export interface Parameters {
  readonly values: Parameter[];
  /** Takes a value, and gives what stands for it in the statement. */
  add(value: Parameter): string;
}

export function newParameters(): Parameters {
  const values: Parameter[] = [];
  return { values, add: (value) => `$${values.push(value)}` };
}

/** No text of PostgreSQL has a NUL in it, and it refuses to look for one: nothing has such an id. */
export const isText = (id: string): boolean => !id.includes('\u0000');

/** Each connection keeps the plans of so many statements: what is asked every day is prepared once. */
const PREPARED_MOST = 100;
const prepared = new Map<string, string>();

/** A statement for the driver: prepared, while there is room for one more. */
export function statement(text: string, { values }: Pick<Parameters, 'values'>) {
  let name = prepared.get(text);
  if (name === undefined && prepared.size < PREPARED_MOST) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 20);
    prepared.set(text, name);
  }
  return { text, values, ...(name !== undefined && { name }) };
}
