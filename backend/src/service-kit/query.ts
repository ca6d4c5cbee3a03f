import { Ajv, type ErrorObject } from 'ajv';
import type { Static, TObject } from 'typebox';
import { type Blame, ProblemError } from './problem.ts';
import { readTimestamp } from './timestamp.ts';

/** What of a parameter's JSON schema is looked at. */
interface Parameter {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Parameter;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
}

/** Compiles each schema once. Times are read by ourselves. */
const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });

/**
 * The typed query of an address. Refused, each by name: unknown parameters, repeated ones that are single, and values
 * that their schema does not take. Times come out normalised. NoInfer, because the compiler would else compare the types of
 * all schemas wherever the answer is taken apart, for seconds.
 */
export function readQuery<Schema extends TObject>(schema: Schema, url: string): NoInfer<Static<Schema>> {
  const errors: Blame[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, texts] of parameters(url, errors)) {
    const parameter = Object.hasOwn(schema.properties, name)
      ? (schema.properties[name] as Parameter)
      : undefined;
    if (!parameter) errors.push({ parameter: name, detail: 'is not known here' });
    else if (parameter.type === 'array')
      values[name] = texts.map((text) => readValue(parameter.items ?? {}, text));
    else if (texts.length > 1) errors.push({ parameter: name, detail: 'must occur once' });
    else values[name] = readValue(parameter, texts[0] ?? '');
  }
  errors.push(...wrongValues(schema, values));
  if (errors.length > 0) throw new ProblemError('invalid-query', summary(errors), { errors });
  return values as unknown as NoInfer<Static<Schema>>;
}

function parameters(url: string, errors: Blame[]): Map<string, string[]> {
  const start = url.indexOf('?');
  const found = new Map<string, string[]>();
  for (const pair of start < 0
    ? []
    : url
        .slice(start + 1)
        .split('&')
        .filter(Boolean)) {
    const [name = '', ...rest] = pair.split('=');
    const [plainName, value] = [decode(name), decode(rest.join('='))];
    if (plainName === undefined || value === undefined) {
      errors.push({ parameter: plainName ?? name, detail: 'must be percent-encoded UTF-8 without NUL' });
    } else found.set(plainName, [...(found.get(plainName) ?? []), value]);
  }
  return found;
}

function decode(text: string): string | undefined {
  try {
    const plain = decodeURIComponent(text.replaceAll('+', ' '));
    return plain.includes('\0') ? undefined : plain;
  } catch {
    return undefined;
  }
}

function readValue(parameter: Parameter, text: string): unknown {
  if (parameter.type === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (parameter.type === 'boolean') return { true: true, false: false }[text] ?? text;
  if (parameter.format === 'date-time') return readTimestamp(text) ?? text;
  return text;
}

/** The schema judges; and of a time, whether it was normalised. */
function wrongValues(schema: TObject, values: Record<string, unknown>): Blame[] {
  const validate = ajv.compile(schema);
  const wrong = new Set(validate(values) ? [] : validate.errors?.map(nameOf));
  for (const [name, value] of Object.entries(values)) {
    const { format } = schema.properties[name] as Parameter;
    if (format === 'date-time' && readTimestamp(String(value)) !== value) wrong.add(name);
  }
  return [...wrong].map((name) => ({
    parameter: name,
    detail: expected(schema.properties[name] as Parameter),
  }));
}

function nameOf({ instancePath, params }: ErrorObject): string {
  const { missingProperty = '' } = params as { missingProperty?: string };
  return instancePath.split('/')[1] ?? missingProperty;
}

/** What the parameter must be, in words. */
function expected(parameter: Parameter): string {
  const { type, format, items, minimum, maximum, minLength = 0, maxLength, maxItems } = parameter;
  if (type === 'array') return `${expected(items ?? {})}, at most ${maxItems} times`;
  if (parameter.enum) return `must be ${parameter.enum.join(', ').replace(/, ([^,]*)$/, ' or $1')}`;
  if (parameter.const !== undefined) return `must be ${JSON.stringify(parameter.const).replaceAll('"', '')}`;
  if (type === 'integer') return `must be a whole number from ${minimum} to ${maximum}`;
  if (type === 'boolean') return 'must be true or false';
  if (format === 'date-time') return 'must be an RFC 3339 time';
  return `must have ${minLength} to ${maxLength} characters`;
}

const summary = (errors: readonly Blame[]): string =>
  errors
    .map(({ parameter, detail }) => `${parameter} ${detail}.`)
    .join(' ')
    .slice(0, 500);
