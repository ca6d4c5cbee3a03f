export { decide } from './decide.ts';
export { SYSTEM } from './end-passed-hold.ts';
export { replay } from './replay.ts';
export { sameJson } from './same-json.ts';
export { isFailing, isWorse, situationOf, type Situation } from './situation.ts';
export { COMMAND_TABLE, HOLD_TABLE, NEEDS_VERSION, NEW_EVENT_STATE, REPORT_TABLE } from './tables.ts';
export type {
  AcceptedReport,
  CommandInput,
  Context,
  Decided,
  Input,
  Outcome,
  Refusal,
  ReportInput,
  TickInput,
} from './decision.ts';
export type { BeforeCommand, EventRecord, PeoplesPart } from './event-record.ts';
export type { NewJournalEntry } from './new-journal-entry.ts';
