import type { TObject } from 'typebox';
import { pointerStep } from './json-pointer.ts';
import type { Blame } from './problem.ts';
import { readTimestamp } from './timestamp.ts';

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
  | { readonly fields: Readonly<Record<string, unknown>>; readonly blames?: undefined }
  | { readonly fields?: undefined; readonly blames: readonly Blame[] };

/** Gives the value as it is kept, or what is wrong with it. */
type ReadField = (value: unknown) => unknown;
class Flaw {
  readonly detail: string;
  constructor(detail: string) {
    this.detail = detail;
  }
}

/**
 * Reads the fields of an object that a schema describes: times normalised, lengths counted in code points (a validator may
 * count what a person sees as one character), and nothing in it that the schema does not name. What is fine as it came is
 * given as it came, and not copied.
 */
export function fieldsReader(schema: TObject): (value: unknown, pointer: string) => FieldsRead {
  // TypeBox leaves `required` out where nothing is, whatever its type says.
  const { properties, required = [] } = schema as Partial<TObject> & Pick<TObject, 'properties'>;
  const readers = new Map(
    Object.entries(properties).map(([name, field]) => [name, fieldReader(field as Field)]),
  );

  return (value, pointer) => {
    if (!isObject(value)) return { blames: [{ pointer, detail: 'must be an object' }] };
    let fields: Record<string, unknown> = value;
    const blames: Blame[] = [];
    for (const name of Object.keys(value)) {
      const reader = readers.get(name);
      const read = reader ? reader(value[name]) : NOT_KNOWN;
      if (read instanceof Flaw) {
        blames.push({ pointer: `${pointer}/${pointerStep(name)}`, detail: read.detail });
      } else if (read !== value[name]) {
        if (fields === value) fields = { ...value };
        fields[name] = read;
      }
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) blames.push({ pointer: `${pointer}/${name}`, detail: 'is required' });
    }
    return blames.length > 0 ? { blames } : { fields };
  };
}

const NOT_KNOWN = new Flaw('is not known here');

function fieldReader(field: Field): ReadField {
  const isNullable = field.anyOf?.some(({ type }) => type === 'null') ?? false;
  const read = plainReader(field.anyOf?.find(({ type }) => type !== 'null') ?? field, isNullable);
  return isNullable ? (value) => (value === null ? null : read(value)) : read;
}

function plainReader(field: Field, isNullable: boolean): ReadField {
  if (field.type === 'object') return flawUnless(isObject, 'must be an object');
  if (field.enum) return wordReader(field.enum);
  const readText = field.format === 'date-time' ? readTime : lengthReader(field);
  const noText = new Flaw(`must be a string${isNullable ? ' or null' : ''}`);
  return (value) => (typeof value === 'string' ? readText(value) : noText);
}

function flawUnless(isFine: (value: unknown) => boolean, detail: string): ReadField {
  const flaw = new Flaw(detail);
  return (value) => (isFine(value) ? value : flaw);
}

function wordReader(words: readonly string[]): ReadField {
  const known = new Set<unknown>(words);
  return flawUnless(
    (value) => known.has(value),
    `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`,
  );
}

const NO_TIME = new Flaw('must be an RFC 3339 time');
function readTime(text: string): string | Flaw {
  const time = readTimestamp(text);
  // RFC 3339 has a year 0; neither database and no calendar has.
  return time === undefined || time.startsWith('0000') ? NO_TIME : time;
}

function lengthReader({ minLength = 0, maxLength = Infinity }: Field): (text: string) => string | Flaw {
  const tooShort = new Flaw(`must have at least ${minLength} character${minLength === 1 ? '' : 's'}`);
  const tooLong = new Flaw(`must have at most ${maxLength} characters`);
  return (text) => {
    if (text.length < minLength) return tooShort;
    // UTF-16 units are never fewer than code points, so counting is needed for long texts alone.
    return text.length > maxLength && codePoints(text) > maxLength ? tooLong : text;
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function codePoints(text: string): number {
  let count = 0;
  for (const _point of text) count += 1;
  return count;
}
