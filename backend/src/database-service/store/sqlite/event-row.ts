import type { OperationalEvent } from '@signalbox/contracts';
import { as, columnsOf, maybe } from './columns.ts';

const identity = {
  id: as.word('id'),
  source: as.text('source'),
  key: as.text('key'),
  firstReportedAt: as.word('first_reported_at'),
};

/** What a repeat may change: no index knows these columns, so that a noisy source costs little. */
const heard = {
  type: maybe.text('type'),
  message: as.text('message'),
  reportedAt: as.word('reported_at'),
  receivedAt: as.word('received_at'),
  reports: as.number('reports'),
  late: as.flag('late'),
  worst: as.status('worst'),
  recoveredAt: maybe.word('recovered_at'),
  failingSince: as.number('failing_since'),
  attributes: maybe.json('attributes'),
};

/** What changes with a version, and with `diverged`. */
const decided = {
  status: as.status('status'),
  state: as.word('state'),
  hold: maybe.word('hold'),
  holdUntil: maybe.word('hold_until'),
  diverged: as.flag('diverged'),
  assignee: maybe.text('assignee'),
  changedAt: as.word('changed_at'),
  changedBy: as.actor('changed_by'),
  acknowledgedAt: maybe.word('acknowledged_at'),
  acknowledgedBy: maybe.actor('acknowledged_by'),
  completedAt: maybe.word('completed_at'),
  completedBy: maybe.actor('completed_by'),
  reopened: maybe.json('reopened'),
  overrides: as.number('overrides'),
  version: as.number('version'),
};

type Part<Fields> = Pick<OperationalEvent, keyof Fields & keyof OperationalEvent>;
export const HEARD_COLUMNS = columnsOf<Part<typeof heard>>(heard);
export const DECIDED_COLUMNS = columnsOf<Part<typeof decided>>(decided);

/** All of them, in the order in which a person reads an event. */
const { id, source, key, firstReportedAt } = identity;
const { type, message, attributes, ...numbers } = heard;
const { status, ...decisions } = decided;
const brief = {
  ...{ id, source, key, type, status, message },
  ...decisions,
  firstReportedAt,
  ...numbers,
};
export const EVENT_COLUMNS = columnsOf<OperationalEvent>({ ...brief, attributes });

const qualified = EVENT_COLUMNS.names.map((name) => `events.${name}`);
/** For SELECT: what only the whole event carries stands last. */
export const WHOLE_EVENT = qualified.join(', ');
export const EVENT_WITHOUT_ATTRIBUTES = qualified.slice(0, -1).join(', ');
/** For `concat` in a SELECT: the same as JSON. */
export const EVENT_JSON = columnsOf<Omit<OperationalEvent, 'attributes'>>(brief).json('events');
