import type { EventPage, OperationalEvent } from '@signalbox/contracts';
import { readJson } from '../stored.ts';
import { pagesAt } from './page-places.ts';

/** Values that occur, to filter by. */
export interface SampleValues {
  readonly sources: readonly string[];
  readonly types: readonly string[];
  readonly assignees: readonly string[];
  /** Spans of a hundredth of all time, and of a tenth. */
  readonly shortSpan: Span;
  readonly longSpan: Span;
}
export interface Span {
  readonly from: string;
  readonly to: string;
}

const VALUES = 10;

/**
 * Looks at pages here and there, so that whoever filled the database need not be asked; in the middle first, as the newest may be
 * of an earlier run that wrote to a database which is kept.
 */
export async function sampleValues(url: string): Promise<SampleValues> {
  const lists = [
    '/v1/events?limit=500',
    '/v1/events?limit=500&state=acknowledged',
    '/v1/events?limit=500&diverged=true',
  ];
  const events: OperationalEvent[] = [];
  for (const list of lists) {
    const paths = [...(await pagesAt(url, list, 'middle')), list];
    for (const path of paths) events.push(...(await readJson<EventPage>(url + path)).events);
  }
  const [newest] = (await readJson<EventPage>(`${url}/v1/events?limit=1&sort=-firstReportedAt`)).events;
  const [oldest] = (await readJson<EventPage>(`${url}/v1/events?limit=1&sort=firstReportedAt`)).events;
  const span = spanWithin(
    Date.parse(oldest?.firstReportedAt ?? ''),
    Date.parse(newest?.firstReportedAt ?? ''),
  );
  return {
    sources: some(events.map(({ source }) => source)),
    types: some(events.flatMap(({ type }) => type ?? [])),
    assignees: some(events.flatMap(({ assignee }) => assignee ?? [])),
    shortSpan: span(0.5, 0.51),
    longSpan: span(0.4, 0.5),
  };
}

const some = (values: readonly string[]): string[] => [...new Set(values)].slice(0, VALUES);

const spanWithin = (first: number, last: number) => (start: number, end: number) => {
  const at = (fraction: number) => new Date(first + (last - first) * fraction).toISOString();
  return { from: at(start), to: at(end) };
};
