import type { AcceptedReport } from '@signalbox/contracts';
import type { PlannedReport } from '../scenario.ts';

/** A report on its way: with an id, so that it may be sent again. */
export type OutgoingReport = AcceptedReport & Required<Pick<AcceptedReport, 'id'>>;

export interface Addressing {
  readonly run: string;
  /** Whether the sources are this run's own, so that nobody else's reports are among its events. */
  readonly ownSources: boolean;
}

/** The report as it is sent at this moment (our clock, milliseconds since 1970). */
export function address(
  { number, saying, ageMs }: PlannedReport,
  { run, ownSources }: Addressing,
  nowMs: number,
): OutgoingReport {
  return {
    ...saying,
    id: `${run}-${number}`,
    source: ownSources ? `${saying.source}.${run}` : saying.source,
    time: new Date(Math.floor(nowMs - ageMs)).toISOString(),
  };
}
