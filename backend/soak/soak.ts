import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Random } from '../src/event-simulator/random.ts';
import type { Scope } from '../test/support/start-process.ts';
import { Board } from './board.ts';
import { checkHistory } from './check/check-history.ts';
import type { FeedEntry, Line, ReaderRecord } from './check/evidence.ts';
import { type Findings, mergeFindings } from './check/findings.ts';
import type { SoakDatabase } from './database.ts';
import { strikeAll } from './faults.ts';
import { History } from './history.ts';
import type { Pace } from './pace.ts';
import { checkEvents, readJournal } from './read-back.ts';
import { Reader, type ReaderKind } from './reader.ts';
import { Services } from './services.ts';
import { Writer } from './writer.ts';

const WRITERS = 16;
const READERS: readonly ReaderKind[] = ['poll', 'long poll', 'stream', 'poll', 'long poll', 'stream'];
/** A reader that has not come to the end by then never will. */
const CATCH_UP_WITHIN_MS = 60_000;

export interface SoakOptions {
  readonly database: SoakDatabase;
  readonly pace: Pace;
  readonly seed: number;
  /** How often each of these happens. */
  readonly kills: number;
  readonly cuts: number;
  readonly crashes: number;
  /** Called now and then with what was done so far. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly share: number;
  readonly lines: number;
  readonly kills: number;
}

export interface SoakReport {
  readonly database: string;
  readonly services: number;
  readonly writers: number;
  readonly readers: number;
  readonly history: readonly Line[];
  readonly entries: number;
  readonly replayed: number;
  readonly kills: number;
  readonly cutConnections: number;
  readonly crashes: number;
  readonly cutReaders: number;
  readonly findings: Findings;
  /** What no service may answer or log, and no reader be told. */
  readonly unforeseen: readonly string[];
}

/** Writers write, readers follow, and things go wrong; then all is read, and what was told is held against it. */
export async function soak(scope: Scope, options: SoakOptions): Promise<SoakReport> {
  const { database, seed } = options;
  const random = createRandom(seed);
  const services = await Services.start(scope, database.url, database.services, random);
  const from = await placeOf(services);
  const board = new Board(`soak-${seed}-${Date.now()}`);
  const [history, unforeseen] = [new History(), [] as string[]];
  const readers = READERS.map(
    (kind, index) =>
      new Reader(`reader ${index + 1} (${kind})`, kind, services, createRandom(seed + index), from),
  );
  const stopReading = new AbortController();
  const reading = readers.map((reader) => reader.run(stopReading.signal));
  const [client] = services.clients;
  if (!client) throw new Error('There is no service.');
  let [done, journal] = [{ cutConnections: 0, crashes: 0 }, [] as FeedEntry[]];
  try {
    done = await writeAndSuffer({ ...options, services, board, history, unforeseen, random });
    journal = await readJournal(client, from);
    await untilCaughtUp(readers, lastOf(journal));
  } finally {
    stopReading.abort();
    await Promise.all(reading);
  }
  const { replayed, findings } = await checkEvents(client, journal);
  return {
    database: database.name,
    services: database.services,
    writers: WRITERS,
    readers: readers.length,
    history: history.lines,
    entries: journal.length,
    replayed,
    kills: services.kills,
    ...done,
    cutReaders: readers.reduce((sum, { cuts }) => sum + cuts, 0),
    findings: mergeFindings([
      checkHistory({
        history: history.lines,
        journal,
        readers: readers.map((reader) => recordUpTo(reader, lastOf(journal))),
      }),
      findings,
    ]),
    unforeseen: [...unforeseen, ...readers.flatMap(({ strayed }) => strayed), ...services.complaints()],
  };
}

interface Writing extends SoakOptions {
  readonly services: Services;
  readonly board: Board;
  readonly history: History;
  readonly unforeseen: string[];
  readonly random: Random;
}

async function writeAndSuffer(writing: Writing): Promise<{ cutConnections: number; crashes: number }> {
  const { database, pace, seed, services, history, random, onProgress } = writing;
  const done = { cutConnections: 0, crashes: 0 };
  const { cutConnection = async () => undefined, crash = async () => undefined } = database;
  const faults = [
    { times: writing.kills, strike: () => services.killOne() },
    {
      times: database.cutConnection ? writing.cuts : 0,
      strike: () => (done.cutConnections++, cutConnection()),
    },
    { times: database.crash ? writing.crashes : 0, strike: () => (done.crashes++, crash()) },
  ];
  let isOver = false;
  const write = async (number: number) => {
    const writer = new Writer(number, { ...writing, random: createRandom(seed * WRITERS + number) });
    while (pace.share() < 1 && !isOver) {
      if (await writer.act()) pace.tick();
    }
  };
  const telling = setInterval(
    () => onProgress?.({ share: pace.share(), lines: history.lines.length, kills: services.kills }),
    1_000,
  );
  try {
    const writers = Array.from({ length: WRITERS }, (_, index) => write(index + 1));
    await Promise.all([...writers, strikeAll(faults, pace, random)]);
  } finally {
    isOver = true;
    clearInterval(telling);
  }
  return done;
}

async function placeOf(services: Services): Promise<string> {
  const [client] = services.clients;
  const answer = await client?.changes({ limit: 1 });
  return answer?.cursor ?? '0';
}

const lastOf = (journal: readonly FeedEntry[]): number => journal.at(-1)?.seq ?? 0;

async function untilCaughtUp(readers: readonly Reader[], end: number): Promise<void> {
  const deadline = performance.now() + CATCH_UP_WITHIN_MS;
  while (readers.some(({ position }) => position < end) && performance.now() < deadline) await wait(20);
}

/** Holds go on to end: what came after the journal was read is no part of what is compared. */
const recordUpTo = ({ name, entries }: Reader, end: number): ReaderRecord => ({
  name,
  entries: entries.filter(({ seq }) => seq <= end),
});
