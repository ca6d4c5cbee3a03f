/**
 * From version 1 to 2: what leads with the source, and the words, leave the file in which every commit waits for the disk
 * (see the index beside it); what is left of the sums counts over all sources.
 */
export const SCHEMA_2 = `
DROP TABLE event_words;

-- Sums, kept in the transaction that changes them.
ALTER TABLE event_sums RENAME TO event_sums_1;
CREATE TABLE event_sums (
  state TEXT NOT NULL, status INTEGER NOT NULL, diverged INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (state, status, diverged)
) STRICT, WITHOUT ROWID;
INSERT INTO event_sums SELECT state, status, diverged, count FROM event_sums_1 WHERE source = '';
DROP TABLE event_sums_1;

-- Applied reports by time, in bars that are 1, 60 or 1440 minutes wide, so that a year is read from few rows.
ALTER TABLE report_sums RENAME TO report_sums_1;
CREATE TABLE report_sums (
  width INTEGER NOT NULL, minute INTEGER NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (width, minute, status)
) STRICT, WITHOUT ROWID;
WITH widths (width) AS (VALUES (1), (60), (1440))
INSERT INTO report_sums
  SELECT width, minute - (minute % width + width) % width, status, sum(count)
  FROM report_sums_1, widths WHERE source = '' GROUP BY 1, 2, 3;

-- What the journal may no longer tell: reports that were applied by source, minute and status, up to feed.counted_seq.
CREATE TABLE forgotten_reports (
  source TEXT NOT NULL, minute INTEGER NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (source, minute, status)
) STRICT, WITHOUT ROWID;
INSERT INTO forgotten_reports SELECT source, minute, status, count FROM report_sums_1 WHERE source <> '';
DROP TABLE report_sums_1;
ALTER TABLE feed ADD COLUMN counted_seq INTEGER NOT NULL DEFAULT 0;
UPDATE feed SET counted_seq = last_seq;

-- Sorted by first report as by change: from the few groups of state and status that a filter leaves.
DROP INDEX events_by_first_report;
CREATE INDEX events_by_first_report ON events (state, status, first_reported_at);
CREATE INDEX events_diverged_by_first_report ON events (state, status, first_reported_at) WHERE diverged = 1;
`;
