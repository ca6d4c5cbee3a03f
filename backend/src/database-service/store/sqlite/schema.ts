/** Version 1 of the schema. */
export const SCHEMA = `
-- One row per event. "row" is the order of first receipt, and the rowid of its words.
-- status and worst: 0 ok, 1 warning, 2 error, so that they sort. Actors: kind, a blank, name.
CREATE TABLE events (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL, key TEXT NOT NULL, type TEXT,
  status INTEGER NOT NULL, message TEXT NOT NULL,
  state TEXT NOT NULL, hold TEXT, hold_until TEXT, diverged INTEGER NOT NULL, assignee TEXT,
  first_reported_at TEXT NOT NULL, reported_at TEXT NOT NULL, received_at TEXT NOT NULL,
  reports INTEGER NOT NULL, late INTEGER NOT NULL,
  changed_at TEXT NOT NULL, changed_by TEXT NOT NULL,
  acknowledged_at TEXT, acknowledged_by TEXT, completed_at TEXT, completed_by TEXT, reopened TEXT,
  overrides INTEGER NOT NULL, worst INTEGER NOT NULL, recovered_at TEXT, failing_since INTEGER NOT NULL,
  version INTEGER NOT NULL,
  -- What an undo brings back; set when a command made the newest version.
  before_command TEXT,
  -- The event was made by a report whose id is its key: then it is itself the proof that this id was applied.
  made_by_own_id INTEGER NOT NULL,
  attributes TEXT,
  -- Key first: a fresh key appends, where a source first would scatter the writes.
  UNIQUE (key, source)
) STRICT;
CREATE INDEX events_by_change ON events (state, status, changed_at);
CREATE INDEX events_by_first_report ON events (first_reported_at);
CREATE INDEX events_diverged ON events (state, status, changed_at) WHERE diverged = 1;
CREATE INDEX events_by_hold ON events (hold_until) WHERE hold_until IS NOT NULL;

-- The words of message, source, key and type, split by contracts: here they are letters and digits only.
CREATE VIRTUAL TABLE event_words USING fts5
  (words, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- History, feed, audit trail and deduplication in one. "was_" columns are null for a new event.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  event_row INTEGER NOT NULL,
  at TEXT NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL,
  status INTEGER NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
  message TEXT, hold TEXT, hold_until TEXT, assignee TEXT, note TEXT, rule TEXT,
  report_id TEXT, command_id TEXT, reported_at TEXT, reported_status INTEGER,
  late INTEGER, skewed INTEGER,
  was_status INTEGER, was_state TEXT, was_diverged INTEGER, was_assignee TEXT, was_type TEXT,
  -- The source, while (report_id, source) must be known again; the event itself may be the proof instead.
  identity_source TEXT
) STRICT;
CREATE INDEX journal_by_event ON journal (event_row);
CREATE UNIQUE INDEX journal_identities ON journal (report_id, identity_source) WHERE identity_source IS NOT NULL;
CREATE UNIQUE INDEX journal_commands ON journal (command_id, event_row) WHERE command_id IS NOT NULL;

-- Sums, kept in the transaction that changes them; source '' is all of them.
CREATE TABLE event_sums (
  source TEXT NOT NULL, state TEXT NOT NULL, status INTEGER NOT NULL, diverged INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (source, state, status, diverged)
) STRICT, WITHOUT ROWID;
CREATE TABLE report_sums (
  minute INTEGER NOT NULL, source TEXT NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (minute, source, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_sums_of_all ON report_sums (minute, status, count) WHERE source = '';

-- One row: where the feed is, up to where it was tidied, and the latest report of all.
CREATE TABLE feed (
  epoch TEXT NOT NULL, last_seq INTEGER NOT NULL, tidied_seq INTEGER NOT NULL, dropped_seq INTEGER NOT NULL,
  last_report_at TEXT, last_report_source TEXT
) STRICT;
`;
