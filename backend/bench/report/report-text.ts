import type { Machine } from '../machine.ts';
import { type Engine, ENGINES, type Result, type Row, type Section, SECTIONS } from '../results.ts';
import { markdownTable } from './markdown-table.ts';

const ENGINE_NAMES: Readonly<Record<Engine, string>> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

const ABOUT: Readonly<Record<Section, string>> = {
  ingest:
    'Reports of fresh events, 350 bytes each as JSON, from 500 sources in no order, over HTTP to a database service in a process of its own. ' +
    'The limit is the raw engine: the very rows that the product wrote in its turn before, event and journal entry, written again by prepared statements into the same two tables, ' +
    'on SQLite with their identities and one index by time and no other. "indexes complete" is how long after the last answer everything that may follow a commit was there; its processor time is counted.',
  query:
    'Pages of 50 at 4 connections. The middle is reached by made-up places there, some around the middle, in turn. Every line is measured against the same question to a database of 10,000 events in the same turns.',
  feed: 'The change feed from the store, over HTTP, and to a reader that begins a million entries back.',
  'fan-out':
    'Browsers at the event service that each see every change. From commit to client is measured from the time in the journal entry to its arrival.',
  brokers:
    'One report in a message, all of which wait in the broker when the window begins: from the first that is received until the broker has none left, all being acknowledged when they are on disk. ' +
    'Raw consume receives the same messages from the same queue or stream by the same client, and acknowledges them at once.',
};

const LEGEND = `"a second" are reports, requests or entries; "of limit" is the rate as a part of the limit's; p50 and p99 are of one request
(for raw engines of one transaction); CPU is the service's processor time for one report or request with all its threads, without the
client and without a database server; MiB is what the service holds in memory.`;

/** The page of all figures, those that miss their aim included. */
export function reportText(results: readonly Result[]): string {
  const latest = withoutOlder(results);
  const aims = latest.flatMap(({ lines }) => lines).flatMap(({ aim }) => aim ?? []);
  const met = aims.filter((aim) => aim.met).length;
  return [
    '# Benchmarks',
    'Written by `npm run bench -- report`; the figures are those of the runs named below, and of their machine. ' +
      'The raw engine and the product are measured in turns in one run: compare ratios, not rates of different days. Each figure is the median of its windows.',
    `${met} of ${aims.length} aims are reached. A line that misses its aim says so.`,
    LEGEND,
    '## Machine',
    ...machines(latest),
    '## Lines that miss their aim',
    missed(latest),
    ...ENGINES.flatMap((engine) => engineText(engine, latest)),
    '## Runs',
    commands(latest),
  ].join('\n\n');
}

function withoutOlder(results: readonly Result[]): Result[] {
  const kept = new Map(
    [...results]
      .sort((a, b) => (a.date < b.date ? -1 : 1))
      .map((result) => [`${result.engine} ${result.section} ${result.rows}`, result]),
  );
  return [...kept.values()];
}

function machines(results: readonly Result[]): string[] {
  const texts = results.map(({ machine }) => machineText(machine));
  return [[...new Set(texts)].map((text) => `- ${text}`).join('\n')];
}

const machineText = (machine: Machine): string =>
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}; Node ${machine.node}; ${machine.database}`;

function missed(results: readonly Result[]): string {
  const lines = results.flatMap(({ engine, lines: rows }) =>
    rows.flatMap(({ work, aim }) =>
      aim && !aim.met ? [`- ${ENGINE_NAMES[engine]}: ${work} (${aim.says})`] : [],
    ),
  );
  return lines.length === 0 ? 'None.' : lines.join('\n');
}

function engineText(engine: Engine, results: readonly Result[]): string[] {
  const mine = results.filter((result) => result.engine === engine);
  if (mine.length === 0) return [];
  const sections = SECTIONS.flatMap((section) =>
    mine
      .filter((result) => result.section === section)
      .flatMap((result) => [heading(result), ABOUT[section], tableOf(result.lines)]),
  );
  return [`## ${ENGINE_NAMES[engine]}`, ...sections];
}

const heading = ({ section, rows }: Result): string =>
  rows === 0
    ? `### ${section}, empty database`
    : `### ${section}, ${rows.toLocaleString('en')} events before`;

const tableOf = (rows: readonly Row[]): string => markdownTable(rows);

function commands(results: readonly Result[]): string {
  const lines = results.map(
    ({ command, date, windows, machine }) =>
      `- \`${command}\`: ${date.slice(0, 16).replace('T', ' ')} UTC on ${machine.processor}, medians of ${windows.repeat} windows of ${windows.seconds} s; a flush of 4 KiB took ${machine.flushMicroseconds} µs (median)`,
  );
  return lines.join('\n');
}
