import type { Machine } from './machine.ts';

export const SECTIONS = ['ingest', 'query', 'feed', 'fan-out', 'brokers'] as const;
export type Section = (typeof SECTIONS)[number];
export const ENGINES = ['sqlite', 'postgres'] as const;
export type Engine = (typeof ENGINES)[number];

/** One line of the table. Whatever was not measured is left out. */
export interface Row {
  readonly work: string;
  /** Units a second: reports, requests, entries. */
  readonly rate?: number;
  /** Its part of the rate of the limit, and what the limit is. */
  readonly ratio?: number;
  readonly limit?: string;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  /** Processor time of the service, microseconds a unit. */
  readonly cpu?: number;
  /** Resident memory of the service, MiB. */
  readonly memory?: number;
  /** What has no column of its own. */
  readonly also?: string;
  readonly aim?: Aim;
}

export interface Aim {
  readonly says: string;
  readonly met: boolean;
}

export const atLeast = (value: number, bound: number, what: string): Aim => ({
  says: `≥ ${bound} ${what}`,
  met: value >= bound,
});

export const atMost = (value: number, bound: number, what: string): Aim => ({
  says: `≤ ${bound} ${what}`,
  met: value <= bound,
});

/** Several aims of one row: all of them, or missed. */
export const allOf = (...aims: readonly Aim[]): Aim => ({
  says: aims.map(({ says }) => says).join('; '),
  met: aims.every(({ met }) => met),
});

/** What one run of one section found; the JSON file holds a list of these. */
export interface Result {
  readonly section: Section;
  readonly engine: Engine;
  /** Events that were there before. */
  readonly rows: number;
  readonly command: string;
  readonly date: string;
  readonly machine: Machine;
  readonly windows: { readonly repeat: number; readonly seconds: number };
  readonly lines: readonly Row[];
}
