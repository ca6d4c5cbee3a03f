/**
 * From version 2 to 3: what is forgotten is counted by minute first. It is forgotten in the order of its time, so that this
 * appends; by source first, each report went to a page of its own. What was counted by then stays where it is, and is read.
 */
export const SCHEMA_3 = `
-- What the journal may no longer tell: reports that were applied by minute, source and status, up to feed.counted_seq.
CREATE TABLE forgotten_minutes (
  minute INTEGER NOT NULL, source TEXT NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (minute, source, status)
) STRICT, WITHOUT ROWID;
`;
