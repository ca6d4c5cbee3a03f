import { BRIEF_FIELDS, type Decided, DECIDED_FIELDS, EVENT_FIELDS } from '../event-columns.ts';
import { columnsOf, jsonOf } from './columns.ts';

export const DECIDED_COLUMNS = columnsOf<Decided>(DECIDED_FIELDS);
export const EVENT_COLUMNS = columnsOf(EVENT_FIELDS);
/** For `concat` in a SELECT: the JSON of an event, without attributes and whole. */
export const EVENT_JSON = jsonOf(BRIEF_FIELDS, 'events');
export const WHOLE_EVENT_JSON = jsonOf(EVENT_FIELDS, 'events');
