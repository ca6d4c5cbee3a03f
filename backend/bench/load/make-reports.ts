import { randomUUID, randomUUIDv7 } from 'node:crypto';
import type { EventReport } from '@signalbox/contracts';

/** Ids that follow time and append to an index, or random ones that go anywhere in it. */
export type Ids = 'ordered' | 'random';

const SOURCES = 500;
const TYPES = 20;
const STATUSES = ['error', 'warning', 'error', 'ok'] as const;
const WORDS =
  'barrier door pump sensor answers timeout pressure high low drift lost link lane valve closed open stuck'.split(
    ' ',
  );

/** The place in the list of words, spread so that neighbours differ. */
const word = (at: number): string => WORDS[at % WORDS.length] ?? '';
const message = (at: number): string =>
  `${[at * 7, at * 13 + 5, at * 17 + 3, at >> 3, (at >> 5) + 11].map(word).join(' ')}: code ${at % 1_000}, poll ${at % 97}`;

/**
 * Reports of fresh events, about 356 bytes each as JSON. Sources are scattered evenly, which is the worst case for an
 * index that leads with the source.
 */
export function makeReports(count: number, ids: Ids): EventReport[] {
  const newId = ids === 'ordered' ? randomUUIDv7 : randomUUID;
  const time = new Date().toISOString();
  return Array.from({ length: count }, (_, at) => ({
    id: newId(),
    source: `plaza-${String(Math.floor(Math.random() * SOURCES)).padStart(3, '0')}`,
    type: `lane.part-${at % TYPES}`,
    status: STATUSES[at % STATUSES.length] ?? 'error',
    message: message(at),
    time,
    attributes: { lane: at % 40, plaza: 'north', code: `E${at % 90}`, polls: at % 7, detail: DETAIL },
  }));
}

const DETAIL = 'the controller was asked three times and gave no answer within 250 ms';
