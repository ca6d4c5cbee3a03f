import { hash } from 'node:crypto';

/** Where a page starts, and which way it goes from there. The last part of a place is unique; the others are its sort. */
export interface PageStart {
  readonly direction: 'next' | 'previous';
  readonly place: Place;
}
export type Place = readonly (string | number)[];

const DIRECTIONS = { n: 'next', p: 'previous' } as const;

/** An opaque token that binds the place to what was asked for: with another filter or sort it is refused. */
export function pageToken(asked: unknown, { direction, place }: PageStart): string {
  const token = [fingerprint(asked), direction === 'next' ? 'n' : 'p', ...place];
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** The place that a token stands for; undefined for a token that was not given for this question. */
export function readPageToken(asked: unknown, token: string, shape: Place): PageStart | undefined {
  const parts = parse(token);
  if (!Array.isArray(parts) || parts[0] !== fingerprint(asked)) return undefined;
  const [, letter, ...place] = parts as unknown[];
  if (letter !== 'n' && letter !== 'p') return undefined;
  const fits =
    place.length === shape.length && place.every((part, index) => typeof part === typeof shape[index]);
  return fits ? { direction: DIRECTIONS[letter], place: place as Place } : undefined;
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined; // not a token of ours: the caller says so
  }
}

function fingerprint(asked: unknown): string {
  return hash('sha256', canonical(asked), 'base64url').slice(0, 12);
}

/** The same text whatever the order of names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Negative when `a` comes first in ascending order; compares what both have. */
export function comparePlaces(a: Place, b: Place): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [a[index] as string | number, b[index] as string | number];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
