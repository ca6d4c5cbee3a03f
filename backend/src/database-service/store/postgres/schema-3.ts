/** From version 2 to 3: the index of what lags has whatever lists are filtered by, so that hardly any of it is looked up in the table. */
export const SCHEMA_3 = `
DROP INDEX events_by_lag;
CREATE INDEX events_by_lag ON events (lag, changed_at, row) INCLUDE (state, status, diverged, source, type, assignee) WHERE lag <> 0;
`;
