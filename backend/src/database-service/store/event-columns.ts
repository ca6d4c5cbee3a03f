import type { OperationalEvent } from '@signalbox/contracts';
import { as, type FieldColumns, maybe } from './columns.ts';

const identity = {
  id: as.word('id'),
  source: as.text('source'),
  key: as.text('key'),
  firstReportedAt: as.word('first_reported_at'),
};

/** What a repeat may change: no index of the events knows these columns, so that a noisy source costs little. */
export const HEARD_FIELDS = {
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
export type Heard = Pick<OperationalEvent, keyof typeof HEARD_FIELDS>;

/** What changes with a version, and with `diverged`. */
export const DECIDED_FIELDS = {
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
export type Decided = Pick<OperationalEvent, keyof typeof DECIDED_FIELDS>;

const { id, source, key, firstReportedAt } = identity;
const { type, message, attributes, ...numbers } = HEARD_FIELDS;
const { status, ...decisions } = DECIDED_FIELDS;

/** In the order in which a person reads an event; what only the whole event carries stands last. */
export const EVENT_FIELDS: FieldColumns<OperationalEvent> = {
  ...{ id, source, key, type, status, message },
  ...decisions,
  firstReportedAt,
  ...numbers,
  attributes,
};
const { attributes: _left, ...brief } = EVENT_FIELDS;
export const BRIEF_FIELDS: FieldColumns<Omit<OperationalEvent, 'attributes'>> = brief;

const qualified = Object.values(EVENT_FIELDS).map(({ name }) => `events.${name}`);
/** For SELECT. */
export const WHOLE_EVENT = qualified.join(', ');
export const EVENT_WITHOUT_ATTRIBUTES = qualified.slice(0, -1).join(', ');
