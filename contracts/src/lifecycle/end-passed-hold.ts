import { advance, reopening } from './advance.ts';
import type { EventRecord, Step } from './event-record.ts';
import { journalEntry } from './new-journal-entry.ts';
import { isFailing } from './situation.ts';
import type { Actor } from '../operational-event.ts';

export const SYSTEM: Actor = { kind: 'system', name: 'signalbox' };

/** Ends a hold whose time has come: reopens what still fails, and lets the rest hold until it fails anew. */
export function endPassedHold(record: EventRecord, now: string): Step | undefined {
  const { event } = record;
  if (event.hold !== 'until-time' || event.holdUntil === undefined || event.holdUntil > now) return undefined;
  return isFailing(event.status) ? reopen(record, now) : holdUntilRecovered(record, now);
}

function reopen(record: EventRecord, now: string): Step {
  const { event } = record;
  const rule = 'until-time.passed';
  const fields = { ...reopening(event, { at: now, by: SYSTEM, rule }), worst: event.status };
  const after = advance(record, fields, now, SYSTEM);
  return {
    record: after,
    entry: journalEntry(event, after.event, { at: now, action: 'reopened', actor: SYSTEM, rule }),
  };
}

function holdUntilRecovered(record: EventRecord, now: string): Step {
  const after = advance(record, { hold: 'until-recovered', holdUntil: undefined }, now, SYSTEM);
  const rule = 'until-time.recovered';
  return {
    record: after,
    entry: journalEntry(record.event, after.event, { at: now, action: 'held', actor: SYSTEM, rule }),
  };
}
