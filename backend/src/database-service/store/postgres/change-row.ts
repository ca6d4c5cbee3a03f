import type { EventFilter } from '@signalbox/contracts';
import { BRIEF_FIELDS, EVENT_WITHOUT_ATTRIBUTES } from '../event-columns.ts';
import { ENTRY_FIELDS, JOURNAL_ENTRY, WAS_FIELDS, wasColumns } from '../journal-columns.ts';
import { jsonFieldsOf, jsonWriterOf, type Value } from './columns.ts';
import { writeBriefEvent } from './event-row.ts';
import { changeConditions } from './filter-change.ts';
import type { Parameters } from './parameters.ts';

const lengthOf = (fields: object): number => Object.keys(fields).length;

/** Where in a row what stands: first the event, of which the first is its id, then the entry, of which the first is `seq`, then `was`. */
const SEQ = lengthOf(BRIEF_FIELDS);
const ENTRY = SEQ + 1;
const WAS = ENTRY + lengthOf(ENTRY_FIELDS);
const PASSES_NOW = WAS + lengthOf(WAS_FIELDS);
const PASSED_BEFORE = PASSES_NOW + 1;
/** How many columns a change has. */
export const CHANGE_COLUMNS = PASSED_BEFORE + 1;

const entryFields = jsonFieldsOf(ENTRY_FIELDS);
const writeWas = jsonWriterOf(WAS_FIELDS);

/**
 * For SELECT, from `journal` and `events`: the columns that `writeChange` reads, and whether the filter lets the change pass.
 *
 * @param was The table, or alias, whose `was_` columns tell what the event was.
 */
export function changeColumns(filter: EventFilter, was: string, parameters: Parameters) {
  const { now, before } = changeConditions(filter, was, parameters);
  return {
    columns: [EVENT_WITHOUT_ATTRIBUTES, JOURNAL_ENTRY, wasColumns(was), now, before].join(', '),
    passing: `(${now} OR ${before})`,
  };
}

export const seqOf = (row: readonly Value[]): number => Number(row[SEQ]);

/** Whether the filter lets a change pass. */
export const passes = (row: readonly Value[]): boolean =>
  row[PASSES_NOW] === true || row[PASSED_BEFORE] === true;

/** The JSON of a change that passes. */
export function writeChange(row: readonly Value[]): string {
  const [id] = row;
  const was = row[WAS] === null ? 'null' : writeWas(row, WAS);
  const left = row[PASSES_NOW] === true ? '' : ',"left":true';
  return (
    `{"seq":${seqOf(row)},"eventId":"${String(id)}"${entryFields(row, ENTRY)}` +
    `,"event":${writeBriefEvent(row)},"was":${was}${left}}`
  );
}
