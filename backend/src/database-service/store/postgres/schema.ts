/**
 * Version 1 of the schema, which says the same as SQLite's. What differs has its reason beside it.
 *
 * Times are text, as everywhere in the API: they compare bytewise, and are copied where a timestamptz would be parsed
 * and printed. All text is COLLATE "C", whatever the database's own collation is.
 */
export const SCHEMA = `
-- Numbers of events and of entries. Those of entries are taken under the lock of the feed alone, so they follow the commits.
CREATE SEQUENCE event_rows;
CREATE SEQUENCE journal_seqs;

-- One row per event. "row" is the order of first receipt.
-- status and worst: 0 ok, 1 warning, 2 error, so that they sort. Actors: kind, a blank, name.
-- A repeat changes no column that an index knows: with room in its page (fillfactor) it costs no index anything.
CREATE TABLE events (
  row bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  source text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, type text COLLATE "C",
  status smallint NOT NULL, message text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL, hold text COLLATE "C", hold_until text COLLATE "C",
  diverged boolean NOT NULL, assignee text COLLATE "C",
  first_reported_at text COLLATE "C" NOT NULL, reported_at text COLLATE "C" NOT NULL,
  received_at text COLLATE "C" NOT NULL,
  reports integer NOT NULL, late boolean NOT NULL,
  changed_at text COLLATE "C" NOT NULL, changed_by text COLLATE "C" NOT NULL,
  acknowledged_at text COLLATE "C", acknowledged_by text COLLATE "C",
  completed_at text COLLATE "C", completed_by text COLLATE "C", reopened text COLLATE "C",
  overrides integer NOT NULL, worst smallint NOT NULL, recovered_at text COLLATE "C",
  failing_since integer NOT NULL,
  version integer NOT NULL,
  -- What an undo brings back; set when a command made the newest version.
  before_command text COLLATE "C",
  -- The event was made by a report whose id is its key: then it is itself the proof that this id was applied.
  made_by_own_id boolean NOT NULL,
  -- JSON as it came: jsonb would write it anew.
  attributes text COLLATE "C",
  -- The words of message, source, key and type, split by contracts.
  words tsvector NOT NULL,
  -- Key first: a fresh key appends, where a source first would scatter the writes.
  UNIQUE (key, source)
) WITH (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX events_by_change ON events (state, status, changed_at, row);
CREATE INDEX events_by_first_report ON events (state, status, first_reported_at, row);
CREATE INDEX events_diverged ON events (state, status, changed_at, row) WHERE diverged;
CREATE INDEX events_diverged_by_first_report ON events (state, status, first_reported_at, row) WHERE diverged;
-- With what else lists of a source are filtered by: what does not pass is not looked up in the table.
CREATE INDEX events_by_source ON events (source, state, status, changed_at, row) INCLUDE (type, assignee);
CREATE INDEX events_by_type ON events (type, state, status, changed_at, row) WHERE type IS NOT NULL;
CREATE INDEX events_by_assignee ON events (assignee, state, status, changed_at, row) WHERE assignee IS NOT NULL;
CREATE INDEX events_by_hold ON events (hold_until) WHERE hold_until IS NOT NULL;
CREATE INDEX events_by_words ON events USING gin (words);

-- History, feed, audit trail and deduplication in one. "was_" columns are null for a new event.
CREATE TABLE journal (
  seq bigint PRIMARY KEY DEFAULT nextval('journal_seqs'),
  event_row bigint NOT NULL,
  at text COLLATE "C" NOT NULL, action text COLLATE "C" NOT NULL, actor text COLLATE "C" NOT NULL,
  status smallint NOT NULL, state text COLLATE "C" NOT NULL, version integer NOT NULL,
  message text COLLATE "C", hold text COLLATE "C", hold_until text COLLATE "C", assignee text COLLATE "C",
  note text COLLATE "C", rule text COLLATE "C",
  report_id text COLLATE "C", command_id text COLLATE "C", reported_at text COLLATE "C", reported_status smallint,
  late boolean, skewed boolean,
  was_status smallint, was_state text COLLATE "C", was_diverged boolean, was_assignee text COLLATE "C",
  was_type text COLLATE "C",
  -- The source, while (report_id, source) must be known again; the event itself may be the proof instead.
  -- An identity whose seq is tidied is forgotten, although it may still stand here.
  identity_source text COLLATE "C",
  -- For the sums by source, which follow behind the commit: whether it has diverged, and the minute (since 1970) in
  -- which the histogram counts the report, null where it counts none.
  diverged boolean NOT NULL, minute bigint
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX journal_by_event ON journal (event_row, seq);
CREATE UNIQUE INDEX journal_identities ON journal (report_id, identity_source) WHERE identity_source IS NOT NULL;
CREATE UNIQUE INDEX journal_commands ON journal (command_id, event_row) WHERE command_id IS NOT NULL;

-- Source '' is all of them, and kept in the transaction that changes it; the others follow (table followed).
CREATE TABLE event_sums (
  source text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL, status smallint NOT NULL,
  diverged boolean NOT NULL, count bigint NOT NULL,
  PRIMARY KEY (source, state, status, diverged)
) WITH (fillfactor = 50);
-- Reports by minute, and by bars of many minutes, so that a wide histogram reads few of them.
CREATE TABLE report_sums (
  source text COLLATE "C" NOT NULL, width integer NOT NULL, minute bigint NOT NULL, status smallint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (source, width, minute, status)
) WITH (fillfactor = 80);

-- One row: where the feed is, up to where it was tidied, and the latest report of all.
CREATE TABLE feed (
  epoch text COLLATE "C" NOT NULL, last_seq bigint NOT NULL, tidied_seq bigint NOT NULL, dropped_seq bigint NOT NULL,
  last_report_at text COLLATE "C", last_report_source text COLLATE "C"
) WITH (fillfactor = 10);
-- One row of its own, so that what follows never waits for a commit, nor a commit for it:
-- up to where of the feed the sums by source tell.
CREATE TABLE followed (seq bigint NOT NULL) WITH (fillfactor = 10);
CREATE TABLE schema_version (version integer NOT NULL);
`;
