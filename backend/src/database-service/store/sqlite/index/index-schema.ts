/** Another number whenever anything below, or what is written into it, changes: older files are then built anew. */
export const INDEX_VERSION = 5;

/**
 * The index file. It holds no truth: everything in it follows from the events and the journal, and is made anew when it is
 * missing or broken. Names are numbers, times are milliseconds since 1970, "grp" is state, status and diverged in one number
 * (groups.ts): a third of the bytes, so that following the journal touches a third of the pages.
 */
export const INDEX_SCHEMA = `
-- One row: whose index it is, up to which entry of the journal it is complete, and when that entry was written; what the
-- journal could no longer tell of when this index was begun.
CREATE TABLE index_state (
  epoch TEXT NOT NULL, indexed_seq INTEGER NOT NULL, indexed_at TEXT, begun_seq INTEGER
) STRICT;

-- Kinds: s source, t type, a assignee.
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, UNIQUE (name, kind)) STRICT;

-- What events are filtered and sorted by. "row" is that of the event, and the rowid of its words.
CREATE TABLE placed (
  row INTEGER PRIMARY KEY,
  source INTEGER NOT NULL, type INTEGER, assignee INTEGER, grp INTEGER NOT NULL,
  -- How far report and change lie apart (lag.ts): the events of each lag that were reported at a time are read in the order of
  -- their changes.
  lag INTEGER NOT NULL,
  changed_at INTEGER NOT NULL, first_reported_at INTEGER NOT NULL, reported_at INTEGER NOT NULL,
  -- Of message and type: tells whether the words must be made anew.
  text_hash INTEGER NOT NULL
) STRICT;
-- First what chooses, then what sorts, then what else is filtered by: no filter looks into the table. What leads with a name
-- holds the events of each name and group in the order of their changes; what leads with a time, or with the lag before it, is for all other lists.
CREATE INDEX placed_by_source ON placed
  (source, grp, changed_at, row, reported_at, first_reported_at, type, assignee, lag);
CREATE INDEX placed_by_type ON placed
  (type, grp, changed_at, row, reported_at, first_reported_at, source, assignee, lag) WHERE type IS NOT NULL;
CREATE INDEX placed_by_assignee ON placed
  (assignee, grp, changed_at, row, reported_at, first_reported_at, source, type, lag) WHERE assignee IS NOT NULL;
CREATE INDEX placed_by_report ON placed (reported_at, grp, changed_at, first_reported_at, source, type, assignee);
CREATE INDEX placed_by_change ON placed (lag, changed_at, row, grp, reported_at, source, type, assignee);
CREATE INDEX placed_by_first_report ON placed (first_reported_at, row, grp, reported_at, source, type, assignee);

-- The words of message, source, key and type, split by contracts: here they are letters and digits only; and a mark each for
-- the source and the type as a whole (words.ts).
CREATE VIRTUAL TABLE event_words USING fts5
  (words, content='', contentless_delete=1, detail=none, tokenize='ascii');
-- Bytes that new words may hold before they are written: a bite of the journal is then one segment, and merged less often.
INSERT INTO event_words (event_words, rank) VALUES ('hashsize', 16777216);

-- How many events bear a name, by group.
CREATE TABLE name_sums (
  name INTEGER NOT NULL, grp INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (name, grp)
) STRICT, WITHOUT ROWID;

-- Applied reports by source, in bars that are 1, 60 or 1440 minutes wide, so that a year is read from few rows.
CREATE TABLE source_reports (
  source INTEGER NOT NULL, width INTEGER NOT NULL, minute INTEGER NOT NULL, status INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (source, width, minute, status)
) STRICT, WITHOUT ROWID;
`;
