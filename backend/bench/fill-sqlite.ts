import { DatabaseSync } from 'node:sqlite';
import type { Status } from '@signalbox/contracts';
import type { Write } from '../src/database-service/store/event-store.ts';
import { prepareApplyBatch } from '../src/database-service/store/sqlite/apply-batch.ts';
import { openDatabase } from '../src/database-service/store/sqlite/open-database.ts';

/** What a filled database holds, so that whoever asks it knows what there is to be found. */
export const FILLED = {
  sources: 500,
  types: 20,
  /** Over so many days, until now. */
  days: 30,
  assignees: ['Ana Ruiz', 'Jonas Weber', 'Mika Sato'],
  /** In every message; in none together with the other; in one of 100,000. */
  words: { common: 'barrier', even: 'east', odd: 'west', rare: 'meteorite' },
} as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BATCH_MOST = 1_000;
/** What comes within it is stored together: reports come in soon after their time. */
const BATCH_WITHIN = 4 * MINUTE;
/** Until somebody has seen to an event, or it is reported again. */
const FOLLOWED_WITHIN = 3 * HOUR;
const WORDS =
  'barrier door pump sensor timeout pressure high low temperature drift lost link restarted lane valve closed open stuck'.split(
    ' ',
  );

export interface FillOptions {
  readonly events: number;
  readonly progress?: (written: number) => void;
}

/**
 * Fills a database file through the very function that the service applies writes with, in this process and without waiting
 * for the disk: what it holds is what as many reports and commands over a month would have left. The index follows when
 * the service is started.
 */
export function fillSqlite(file: string, { events, progress }: FillOptions): void {
  const database = openDatabase(file);
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA temp_store = MEMORY');
    const start = Date.now() - FILLED.days * DAY;
    const between = (FILLED.days * DAY) / events;
    const size = Math.max(1, Math.min(BATCH_MOST, Math.floor(BATCH_WITHIN / between)));
    let time = start;
    let ids = 0;
    const apply = prepareApplyBatch(db, () => uuidAt(time, (ids += 1)));
    const due = new Map<number, Followed[]>();
    for (let from = 0, batch = 0; from < events; from += size, batch += 1) {
      time = start + Math.floor(Math.min(from + size, events) * between);
      const now = new Date(time).toISOString();
      const made = Array.from({ length: Math.min(size, events - from) }, (_none, index) =>
        reportOf(from + index, start + (from + index) * between),
      );
      for (const [index, result] of apply(made, now).entries()) {
        const { report } = made[index] as ReportWrite;
        if (result.kind !== 'receipt') continue;
        const then = batch + Math.floor(followedAfter(from + index) / (size * between));
        const followed = { index: from + index, eventId: result.id, report };
        const others = due.get(then);
        if (others) others.push(followed);
        else due.set(then, [followed]);
      }
      apply(
        (due.get(batch) ?? []).flatMap((one) => whatFollows(one, now)),
        now,
      );
      due.delete(batch);
      progress?.(from + made.length);
    }
  } finally {
    db.close();
    database.close();
  }
}

type ReportWrite = Extract<Write, { kind: 'report' }>;
interface Followed {
  readonly index: number;
  readonly eventId: string;
  readonly report: ReportWrite['report'];
}

function reportOf(index: number, time: number): ReportWrite {
  const id = uuidAt(time, index);
  return {
    kind: 'report',
    report: {
      id,
      key: id,
      source: `source-${scattered(index, 1) % FILLED.sources}`,
      type: `type.${scattered(index, 2) % FILLED.types}`,
      status: statusOf(index),
      message: messageOf(index),
      time: new Date(time).toISOString(),
      attributes: { lane: index % 40, plaza: 'north', code: `E${index % 90}`, detail: 'x'.repeat(80) },
    },
  };
}

/** Of a hundred: five errors, three warnings. */
function statusOf(index: number): Status {
  const place = scattered(index, 3) % 100;
  if (place < 5) return 'error';
  return place < 8 ? 'warning' : 'ok';
}

function messageOf(index: number): string {
  const { common, even, odd, rare } = FILLED.words;
  const words = Array.from({ length: 6 }, (_none, at) => WORDS[scattered(index, 10 + at) % WORDS.length]);
  const seldom = index % 100_000 === 99_999 ? [rare] : [];
  return [common, index % 2 === 0 ? even : odd, ...words, ...seldom, index % 1_000].join(' ');
}

/** Some are acknowledged and assigned, some completed by a person while they go on failing, some are reported again. */
function whatFollows({ index, eventId, report }: Followed, now: string): Write[] {
  const person = { kind: 'person', name: 'Ana Ruiz' } as const;
  const command = { kind: 'command', eventId, expectedVersion: '*', actor: person } as const;
  const again = (status: Status): Write => ({
    kind: 'report',
    report: { ...report, id: `${report.id}-again`, status, time: now },
  });
  const fate = scattered(index, 4) % 100;
  if (report.status === 'ok') return fate < 2 ? [again('ok')] : [];
  if (fate < 10) {
    const assignee = FILLED.assignees[index % FILLED.assignees.length] ?? '';
    return [
      { ...command, command: { name: 'acknowledge' } },
      { ...command, command: { name: 'assign', assignee } },
    ];
  }
  if (fate < 15)
    return [{ ...command, command: { name: 'complete', hold: 'forever' } }, again(report.status)];
  return fate < 50 ? [again('ok')] : [];
}

/** Mostly soon: of two, one within three quarters of an hour. */
const followedAfter = (index: number): number =>
  FOLLOWED_WITHIN * ((scattered(index, 5) % 1_000) / 1_000) ** 2;

/** Always the same for a number, and nothing like its neighbours'. */
function scattered(index: number, salt: number): number {
  let hash = Math.imul(index ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A UUIDv7 of a time. */
function uuidAt(time: number, index: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
  const clock = hex(Math.floor(time), 12);
  const low = hex(scattered(index, 6) % 0x1000, 3);
  return `${clock.slice(0, 8)}-${clock.slice(8)}-7${low}-8${hex(scattered(index, 7), 3)}-${hex(index, 12)}`;
}
