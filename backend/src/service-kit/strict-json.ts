import { pointerStep } from './json-pointer.ts';
import { ProblemError } from './problem.ts';

/** Deeper than anything that we take, so that only absurd bodies are refused here, before they are parsed. */
const DEPTH_MOST = 64;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

const unreadable = (detail: string, pointer?: string) =>
  new ProblemError('unreadable', detail, pointer === undefined ? {} : { errors: [{ pointer, detail }] });

/**
 * The one way to read JSON from outside. One leading BOM is taken off. Refused are: an empty body, bytes that are not
 * UTF-8, nesting deeper than 64, and keys that occur twice in the envelope (the object, or an object of the array, at the
 * top), of which readers would take either.
 */
export const readJson = (bytes: Uint8Array): unknown => readJsonText(decodeUtf8(bytes));

/** The same for what is text already, without a BOM. */
export function readJsonText(text: string): unknown {
  if (text.trim() === '') throw unreadable('The body is empty.');
  const { isTooDeep, members } = measure(text);
  if (isTooDeep) blameEnvelope(text);
  const value = parse(text);
  // A parser keeps one of two equal keys: where the text has more members than the value, some key occurs twice.
  if (membersOf(value) !== members) blameEnvelope(text);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    blameEnvelope(text);
    throw unreadable(`This is not JSON${place(error as SyntaxError, text)}.`);
  }
}

/** The text of UTF-8 bytes, without a leading BOM. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw unreadable('The body is not UTF-8.');
  }
}

/** V8 quotes the text around the error, which may be anything; only the position is passed on. */
function place({ message }: SyntaxError, text: string): string {
  const at = /at position (\d+)/.exec(message)?.[1];
  if (at !== undefined) return `, from character ${at} on`;
  return message.includes('end of JSON') ? `: it ends too early, after ${text.length} characters` : '';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** How many members the text has in its envelope: their colons. Need not be valid JSON. */
function measure(text: string): { readonly isTooDeep: boolean; readonly members: number } {
  const envelopeDepth = depthOfEnvelope(text);
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) at = endOfString(text, at);
    else if (char === COLON) {
      if (depth === envelopeDepth) members += 1;
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      depth += 1;
      if (depth > DEPTH_MOST) return { isTooDeep: true, members };
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) depth -= 1;
  }
  return { isTooDeep: false, members };
}

const depthOfEnvelope = (text: string): number => (text.trimStart().startsWith('[') ? 2 : 1);

function membersOf(value: unknown): number {
  if (!Array.isArray(value)) return membersOfObject(value);
  let members = 0;
  for (const item of value) members += membersOfObject(item);
  return members;
}

const membersOfObject = (value: unknown): number =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).length : 0;

/** Throws for the first key that occurs twice, or for the nesting, whichever comes first in the text; or not at all. */
function blameEnvelope(text: string): void {
  const envelopeDepth = depthOfEnvelope(text);
  let depth = 0;
  let index = 0;
  let keys = new Set<string>();
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      if (depth === envelopeDepth && isKey(text, end))
        addKey(keys, text.slice(at, end + 1), envelopeDepth, index);
      at = end;
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      depth += 1;
      if (depth > DEPTH_MOST) throw unreadable(`The body nests deeper than ${DEPTH_MOST}.`);
      if (depth === envelopeDepth) keys = new Set();
    } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) depth -= 1;
    else if (char === COMMA && depth === 1) index += 1;
  }
}

/** The place of the closing quote; of the text's end where there is none. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

function isKey(text: string, endOfName: number): boolean {
  for (let at = endOfName + 1; at < text.length; at += 1) {
    const char = text[at];
    if (char === ':') return true;
    if (char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') return false;
  }
  return false;
}

/** `"a"` and `"\u0061"` are the same key. */
function addKey(keys: Set<string>, quoted: string, envelopeDepth: number, index: number): void {
  const key = quoted.includes('\\') ? unescape(quoted) : quoted.slice(1, -1);
  if (keys.has(key)) {
    const pointer = envelopeDepth === 1 ? `#/${pointerStep(key)}` : `#/${index}/${pointerStep(key)}`;
    throw unreadable('A key occurs twice.', pointer);
  }
  keys.add(key);
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted; // not JSON: the parser will say so
  }
}
