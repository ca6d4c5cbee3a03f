import type { OperationalEvent } from '@signalbox/contracts';
import { as, columnsOf } from './columns.ts';

const identity = {
  id: as.plain('id'),
  source: as.plain('source'),
  key: as.plain('key'),
  firstReportedAt: as.plain('first_reported_at'),
};

/** What a repeat may change: no index knows these columns, so that a noisy source costs little. */
const heard = {
  type: as.plain('type'),
  message: as.plain('message'),
  reportedAt: as.plain('reported_at'),
  receivedAt: as.plain('received_at'),
  reports: as.plain('reports'),
  late: as.flag('late'),
  worst: as.status('worst'),
  recoveredAt: as.plain('recovered_at'),
  failingSince: as.plain('failing_since'),
  attributes: as.json('attributes'),
};

/** What changes with a version, and with `diverged`. */
const decided = {
  status: as.status('status'),
  state: as.plain('state'),
  hold: as.plain('hold'),
  holdUntil: as.plain('hold_until'),
  diverged: as.flag('diverged'),
  assignee: as.plain('assignee'),
  changedAt: as.plain('changed_at'),
  changedBy: as.actor('changed_by'),
  acknowledgedAt: as.plain('acknowledged_at'),
  acknowledgedBy: as.actor('acknowledged_by'),
  completedAt: as.plain('completed_at'),
  completedBy: as.actor('completed_by'),
  reopened: as.json('reopened'),
  overrides: as.plain('overrides'),
  version: as.plain('version'),
};

type Part<Fields> = Pick<OperationalEvent, keyof Fields & keyof OperationalEvent>;
export const HEARD_COLUMNS = columnsOf<Part<typeof heard>>(heard);
export const DECIDED_COLUMNS = columnsOf<Part<typeof decided>>(decided);

/** All of them, in the order in which a person reads an event. */
const { id, source, key, firstReportedAt } = identity;
const { type, message, attributes, ...numbers } = heard;
const { status, ...decisions } = decided;
export const EVENT_COLUMNS = columnsOf<OperationalEvent>({
  ...{ id, source, key, type, status, message },
  ...decisions,
  firstReportedAt,
  ...numbers,
  attributes,
});

const qualified = EVENT_COLUMNS.names.map((name) => `events.${name}`);
/** For SELECT: what only the whole event carries stands last. */
export const WHOLE_EVENT = qualified.join(', ');
export const EVENT_WITHOUT_ATTRIBUTES = qualified.slice(0, -1).join(', ');
