import { pointerStep } from './json-pointer.ts';
import type { Blame } from './problem.ts';

/** Calls that may stand on the stack; what nests deeper is looked at without recursion. */
const LEVELS_BY_CALL = 128;

/**
 * Whether a parsed JSON value is free of all that `checkText` blames, at no more than `levels` levels. The common case by
 * far, so it builds nothing: only what is not plain is looked at again, for the place and the words.
 */
export function isPlain(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return textFlaw(value) === undefined;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (levels <= 0) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, levels - 1));
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) {
    if (nameFlaw(name) !== undefined || !isPlain(members[name], levels - 1)) return false;
  }
  return true;
}

interface Visit {
  readonly value: unknown;
  readonly pointer: string;
  readonly depth: number;
}

/**
 * What in a parsed JSON value no database keeps as it is, or what turns against its reader: NUL, lone surrogates,
 * numbers that are not finite (1e400), the key `__proto__`, and nesting deeper than `depthMost`. The first of them, with
 * its pointer, or undefined. Works without recursion: a value may nest as deep as it likes.
 */
export function checkText(value: unknown, pointer = '#', depthMost = Infinity): Blame | undefined {
  if (isPlain(value, Math.min(depthMost, LEVELS_BY_CALL))) return undefined;
  const visits: Visit[] = [{ value, pointer, depth: 0 }];
  for (let visit = visits.pop(); visit; visit = visits.pop()) {
    const detail = flaw(visit, depthMost);
    if (detail !== undefined) return { pointer: visit.pointer, detail };
    const blame = pushChildren(visit, visits);
    if (blame) return blame;
  }
  return undefined;
}

function flaw({ value, depth }: Visit, depthMost: number): string | undefined {
  if (typeof value === 'string') return textFlaw(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return 'must be a finite number';
  if (typeof value === 'object' && value !== null && depth + 1 > depthMost) {
    return `must not nest deeper than ${depthMost}`;
  }
  return undefined;
}

function textFlaw(text: string): string | undefined {
  if (text.includes('\0')) return 'must not contain NUL';
  return text.isWellFormed() ? undefined : 'must not contain lone surrogates';
}

/** In reverse, so that the first in the text is the first to be blamed. */
function pushChildren({ value, pointer, depth }: Visit, visits: Visit[]): Blame | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : Object.entries(value);
  for (const [name] of entries) {
    const detail = typeof name === 'string' ? nameFlaw(name) : undefined;
    if (detail !== undefined) return { pointer: `${pointer}/${pointerStep(name)}`, detail };
  }
  for (const [name, child] of entries.reverse()) {
    visits.push({ value: child, pointer: `${pointer}/${pointerStep(name)}`, depth: depth + 1 });
  }
  return undefined;
}

function nameFlaw(name: string): string | undefined {
  if (name === '__proto__') return 'must not be named __proto__';
  return textFlaw(name);
}
