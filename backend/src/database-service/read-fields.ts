import type { TObject } from 'typebox';
import { pointerStep } from '../service-kit/json-pointer.ts';
import type { Blame } from '../service-kit/problem.ts';
import { readTimestamp } from '../service-kit/timestamp.ts';

/** What of a field's JSON schema is looked at. Limits stand in the schema, and nowhere else. */
interface Field {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Field[];
  readonly minLength?: number;
  readonly maxLength?: number;
}

export type FieldsRead =
  | { readonly fields: Record<string, unknown>; readonly blames?: undefined }
  | { readonly fields?: undefined; readonly blames: readonly Blame[] };

/**
 * The fields of an object that a schema describes: times normalised, lengths counted in code points (a validator may
 * count what a person sees as one character), and nothing in it that the schema does not name.
 */
export function readFields(schema: TObject, value: unknown, pointer: string): FieldsRead {
  // TypeBox leaves `required` out where nothing is, whatever its type says.
  const { properties, required = [] } = schema as Partial<TObject> & Pick<TObject, 'properties'>;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { blames: [{ pointer, detail: 'must be an object' }] };
  }
  const given = value as Record<string, unknown>;
  const fields: Record<string, unknown> = {};
  const blames: Blame[] = [];
  for (const name of Object.keys(given)) {
    const detail = Object.hasOwn(properties, name)
      ? readField(properties[name] as Field, given[name], (read) => (fields[name] = read))
      : 'is not known here';
    if (detail !== undefined) blames.push({ pointer: `${pointer}/${pointerStep(name)}`, detail });
  }
  for (const name of required) {
    if (!Object.hasOwn(given, name)) blames.push({ pointer: `${pointer}/${name}`, detail: 'is required' });
  }
  return blames.length > 0 ? { blames } : { fields };
}

/** Keeps what it read, or gives what is wrong with it. */
function readField(field: Field, value: unknown, keep: (value: unknown) => void): string | undefined {
  const isNullable = field.anyOf?.some(({ type }) => type === 'null') ?? false;
  if (isNullable && value === null) return void keep(null);
  const plain = field.anyOf?.find(({ type }) => type !== 'null') ?? field;
  if (plain.type === 'object') return isObject(value) ? void keep(value) : 'must be an object';
  if (plain.enum) return plain.enum.includes(value as string) ? void keep(value) : oneOf(plain.enum);
  if (typeof value !== 'string') return `must be a string${isNullable ? ' or null' : ''}`;
  if (plain.format === 'date-time') {
    const time = readTimestamp(value);
    // RFC 3339 has a year 0; neither database and no calendar has.
    return time === undefined || time.startsWith('0000') ? 'must be an RFC 3339 time' : void keep(time);
  }
  return lengthFlaw(plain, value) ?? void keep(value);
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = (words: readonly string[]): string =>
  `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

function lengthFlaw({ minLength = 0, maxLength = Infinity }: Field, text: string): string | undefined {
  // UTF-16 units are never fewer than code points, so counting is needed for long texts alone.
  if (text.length < minLength)
    return `must have at least ${minLength} character${minLength === 1 ? '' : 's'}`;
  if (text.length > maxLength && codePoints(text) > maxLength)
    return `must have at most ${maxLength} characters`;
  return undefined;
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _point of text) count += 1;
  return count;
}
