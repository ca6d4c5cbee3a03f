import {
  BRIEF_FIELDS,
  type Decided,
  DECIDED_FIELDS,
  EVENT_FIELDS,
  type Heard,
  HEARD_FIELDS,
} from '../event-columns.ts';
import { columnsOf, jsonWriterOf } from './columns.ts';

export const HEARD_COLUMNS = columnsOf<Heard>(HEARD_FIELDS);
export const DECIDED_COLUMNS = columnsOf<Decided>(DECIDED_FIELDS);
export const EVENT_COLUMNS = columnsOf(EVENT_FIELDS);
/** The JSON of an event, from the values of its columns in their order: what follows behind them does not matter. */
export const writeEvent = jsonWriterOf(EVENT_FIELDS);
/** … without attributes. */
export const writeBriefEvent = jsonWriterOf(BRIEF_FIELDS);
