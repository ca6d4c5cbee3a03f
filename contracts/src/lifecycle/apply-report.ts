import { advance, reopening, type Fields } from './advance.ts';
import type { AcceptedReport, Context } from './decision.ts';
import type { EventRecord, Step } from './event-record.ts';
import { journalEntry } from './new-journal-entry.ts';
import { sameJson } from './same-json.ts';
import { isFailing, isWorse, situationOf, worseOf } from './situation.ts';
import {
  HOLD_TABLE,
  NEW_EVENT_STATE,
  REPORT_TABLE,
  type HoldTest,
  type ReportEffect,
  type ReportStep,
} from './tables.ts';
import type { OperationalEvent } from '../operational-event.ts';
import { LIMITS, type Hold, type JournalAction, type Rule } from '../vocabulary.ts';

/** The first report about something makes the event. */
export function createFromReport(report: AcceptedReport, { now, newId, actor }: Context): Step {
  const time = timeOf(report, now);
  const state = NEW_EVENT_STATE[report.status];
  const event: OperationalEvent = {
    id: newId(),
    source: report.source,
    key: report.key,
    status: report.status,
    message: report.message,
    ...(report.type !== undefined && { type: report.type }),
    ...(report.attributes !== undefined && { attributes: report.attributes }),
    state,
    diverged: false,
    firstReportedAt: time,
    reportedAt: time,
    receivedAt: now,
    reports: 1,
    late: false,
    changedAt: now,
    changedBy: actor,
    ...(state === 'completed' && { completedAt: now, completedBy: actor }),
    overrides: 0,
    worst: report.status,
    failingSince: 0,
    version: 1,
  };
  const facts = {
    at: now,
    action: 'reported',
    actor,
    message: report.message,
    ...origin(report, now),
  } as const;
  return { record: { event }, entry: journalEntry(undefined, event, facts) };
}

/** A further report: taken in order of the source's clock, by the tables. */
export function applyReport(record: EventRecord, report: AcceptedReport, context: Context): Step {
  const time = timeOf(report, context.now);
  if (time < record.event.reportedAt) return noteLate(record, report, context);

  const { event } = record;
  const step = stepOf(event, report);
  const { action, rule, fields } = EFFECTS[REPORT_TABLE[situationOf(event)][step]](
    event,
    report,
    step,
    context,
  );
  const heard = { ...heardFields(event, report, time, context.now), ...fields };
  const after = advance(record, { ...heard, ...tally(event, heard, time) }, context.now, context.actor);
  const entry = journalEntry(event, after.event, {
    at: context.now,
    action,
    actor: context.actor,
    ...(action !== 'repeated' && { message: report.message }),
    ...(rule && { rule }),
    ...origin(report, context.now),
  });
  return { record: after, entry };
}

interface Change {
  readonly action: JournalAction;
  readonly rule?: Rule;
  readonly fields?: Fields;
}
type Effect = (event: OperationalEvent, report: AcceptedReport, step: ReportStep, context: Context) => Change;

/** The status follows, and whatever people decided stays. */
const follow: Effect = (event, report, step) => {
  if (step === 'ok-after-failing') return { action: 'recovered' };
  if (step === 'failing-worse') return { action: 'worsened' };
  return { action: saysTheSame(event, report) ? 'repeated' : 'reported' };
};

const EFFECTS: Readonly<Record<ReportEffect, Effect>> = {
  follow,
  repeat: follow,
  'complete-by-source': (_event, _report, _step, { now, actor }) => ({
    action: 'recovered',
    fields: { state: 'completed', completedAt: now, completedBy: actor, reopened: undefined },
  }),
  'reopen-worse': (event, _report, _step, context) => ({
    action: 'worsened',
    ...reopenedBy(event, 'acknowledged.worse', context),
  }),
  'reopen-failed-again': (event, _report, _step, context) => ({
    action: 'reopened',
    ...reopenedBy(event, 'recovered.failed-again', context),
  }),
  'ask-the-hold': (event, report, step, context) => {
    const rule = HOLD_TABLE[event.hold as Hold][holdTest(event, step)];
    if (rule === 'holds') return follow(event, report, step, context);
    const { fields } = reopenedBy(event, rule, context);
    return { action: 'overridden', rule, fields: { ...fields, overrides: event.overrides + 1 } };
  },
  impossible: (event, report) => {
    throw new Error(`No journal leads from ${event.state} ${event.status} by ${report.status} to here`);
  },
};

function reopenedBy(event: OperationalEvent, rule: Rule, { now: at, actor: by }: Context) {
  return { rule, fields: reopening(event, { at, by, rule }) };
}

function noteLate(record: EventRecord, report: AcceptedReport, { now, actor }: Context): Step {
  const after = advance(record, { late: true, receivedAt: now }, now, actor);
  const facts = {
    message: report.message,
    reportedStatus: report.status,
    late: true,
    ...origin(report, now),
  };
  return {
    record: after,
    entry: journalEntry(record.event, after.event, { at: now, action: 'late', actor, ...facts }),
  };
}

/** Times compare as text: only a clock that is ahead at all is worth the sum. */
const isSkewed = ({ time }: AcceptedReport, now: string): boolean =>
  time > now && Date.parse(time) > Date.parse(now) + LIMITS.skewMilliseconds;

/** A clock too far ahead must neither block later reports nor stay on top: then the time of receipt counts. */
const timeOf = (report: AcceptedReport, now: string): string => (isSkewed(report, now) ? now : report.time);

function origin(report: AcceptedReport, now: string) {
  return {
    ...(report.id !== undefined && { reportId: report.id }),
    reportedAt: report.time,
    ...(isSkewed(report, now) && { skewed: true }),
  };
}

function stepOf(event: OperationalEvent, report: AcceptedReport): ReportStep {
  if (!isFailing(report.status)) return isFailing(event.status) ? 'ok-after-failing' : 'ok-after-ok';
  return isWorse(report.status, event.worst) ? 'failing-worse' : 'failing-not-worse';
}

function holdTest(event: OperationalEvent, step: ReportStep): HoldTest {
  if (step === 'failing-worse') return 'worse';
  return event.recoveredAt === undefined ? 'same' : 'again';
}

function heardFields(event: OperationalEvent, report: AcceptedReport, time: string, now: string): Fields {
  return {
    status: report.status,
    message: report.message,
    ...(report.type !== undefined && { type: report.type }),
    ...(report.attributes !== undefined && { attributes: report.attributes }),
    reportedAt: time,
    receivedAt: now,
    reports: event.reports + 1,
    late: false,
  };
}

/** What is counted since an acknowledgement or a person's completion. */
function tally(event: OperationalEvent, heard: Fields, time: string): Fields {
  const { status = event.status, state = event.state } = heard;
  const heldByPerson = state === 'completed' && event.hold !== undefined;
  const worst = state === 'acknowledged' || heldByPerson ? worseOf(event.worst, status) : status;
  if (!heldByPerson) return { worst };
  return isFailing(status) ? { worst, failingSince: event.failingSince + 1 } : { worst, recoveredAt: time };
}

function saysTheSame(event: OperationalEvent, report: AcceptedReport): boolean {
  return (
    report.status === event.status &&
    report.message === event.message &&
    (report.type === undefined || report.type === event.type) &&
    (report.attributes === undefined || sameJson(report.attributes, event.attributes))
  );
}
