import type { OperationalEvent } from '@signalbox/contracts';
import { as, columnsOf } from './columns.ts';

const identity = {
  id: as.word('id'),
  source: as.text('source'),
  key: as.text('key'),
  firstReportedAt: as.word('first_reported_at'),
};

/** What a repeat may change: no index knows these columns, so that a noisy source costs little. */
const heard = {
  type: as.text('type'),
  message: as.text('message'),
  reportedAt: as.word('reported_at'),
  receivedAt: as.word('received_at'),
  reports: as.integer('reports'),
  late: as.flag('late'),
  worst: as.status('worst'),
  recoveredAt: as.word('recovered_at'),
  failingSince: as.integer('failing_since'),
  attributes: as.json('attributes'),
};

/** What changes with a version, and with `diverged`. */
const decided = {
  status: as.status('status'),
  state: as.word('state'),
  hold: as.word('hold'),
  holdUntil: as.word('hold_until'),
  diverged: as.flag('diverged'),
  assignee: as.text('assignee'),
  changedAt: as.word('changed_at'),
  changedBy: as.actor('changed_by'),
  acknowledgedAt: as.word('acknowledged_at'),
  acknowledgedBy: as.actor('acknowledged_by'),
  completedAt: as.word('completed_at'),
  completedBy: as.actor('completed_by'),
  reopened: as.json('reopened'),
  overrides: as.integer('overrides'),
  version: as.integer('version'),
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

/** For `concat` in a SELECT: the JSON of an event without attributes. */
export const EVENT_JSON = [`'{'`, ...EVENT_COLUMNS.json('events').slice(0, -1), `'}'`];
