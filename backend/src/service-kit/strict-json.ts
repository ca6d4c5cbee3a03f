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
export function readJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (text.trim() === '') throw unreadable('The body is empty.');
  scan(text);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw unreadable(`This is not JSON${place(error as SyntaxError, text)}.`);
  }
}

function decode(bytes: Uint8Array): string {
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
const OPEN = [0x7b, 0x5b]; // { [
const CLOSE = [0x7d, 0x5d]; // } ]

/** Goes over the text once, without a stack of calls: depth everywhere, keys in the envelope. Need not be valid JSON. */
function scan(text: string): void {
  const envelopeDepth = text.trimStart().startsWith('[') ? 2 : 1;
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
    } else if (OPEN.includes(char)) {
      depth += 1;
      if (depth > DEPTH_MOST) throw unreadable(`The body nests deeper than ${DEPTH_MOST}.`);
      if (depth === envelopeDepth) keys = new Set();
    } else if (CLOSE.includes(char)) depth -= 1;
    else if (char === COMMA && depth === 1) index += 1;
  }
}

/** The place of the closing quote; of the text's end where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) return at;
    if (char === BACKSLASH) at += 1;
  }
  return text.length;
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
