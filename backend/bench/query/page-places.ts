import type { EventPage } from '@signalbox/contracts';
import { readJson } from '../stored.ts';

export const POSITIONS = ['newest', 'middle', 'last'] as const;
export type Position = (typeof POSITIONS)[number];

const FRACTIONS = [0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7];

type Part = string | number;

/**
 * Paths of pages at the start, around the middle and at the end of a list. Nobody can jump into the middle but by paging
 * there: so places between those of the first and the last page are made up.
 */
export async function pagesAt(url: string, path: string, position: Position): Promise<string[]> {
  if (position === 'newest') return [path];
  const with_ = (page: string) => `${path}${path.includes('?') ? '&' : '?'}page=${page}`;
  if (position === 'last') return [with_('last')];
  const { next } = await readJson<EventPage>(url + path);
  const { previous } = await readJson<EventPage>(url + with_('last'));
  if (next === null || previous === null) return [path];
  return FRACTIONS.map((fraction) => with_(between(next, previous, fraction)));
}

/** A token between two others of the same list. */
export function between(start: string, end: string, fraction: number): string {
  const [print, direction, ...first] = parts(start);
  const [, , ...last] = parts(end);
  const place = first.map((part, at) => partBetween(part, last[at] ?? part, fraction));
  return Buffer.from(JSON.stringify([print, direction, ...place])).toString('base64url');
}

const parts = (token: string): Part[] => JSON.parse(Buffer.from(token, 'base64url').toString()) as Part[];

function partBetween(first: Part, last: Part, fraction: number): Part {
  const mix = (a: number, b: number) => Math.round(a + (b - a) * fraction);
  if (typeof first === 'number') return mix(first, Number(last));
  const [a, b] = [Date.parse(first), Date.parse(String(last))];
  return Number.isNaN(a) || Number.isNaN(b) ? first : new Date(mix(a, b)).toISOString();
}
