/**
 * From version 1 to 2: how far report and change of an event lie apart, in steps (lag.ts), so that the events of a time are found
 * in the order of their changes. Where they lie close, as nearly always, nothing is written.
 */
export const SCHEMA_2 = `
ALTER TABLE events ADD COLUMN lag smallint NOT NULL DEFAULT 0;

-- The server knows no year 0, and the API does: 400 years later the calendar is the same.
CREATE FUNCTION milliseconds(moment text) RETURNS numeric LANGUAGE sql STABLE AS $$
  SELECT 1000 * CASE WHEN moment < '0001' THEN extract(epoch FROM ('0400' || substr(moment, 5))::timestamptz) - 146097 * 86400.0
    ELSE extract(epoch FROM moment::timestamptz) END
$$;
CREATE FUNCTION lag_of(distance numeric) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (sign(distance) * width_bucket(abs(distance), ARRAY(SELECT 30000 * 2::numeric ^ step + 1 FROM generate_series(0, 21) AS step)))::smallint
$$;
UPDATE events SET lag = lag_of(milliseconds(changed_at) - milliseconds(reported_at))
WHERE changed_at <> reported_at
  AND abs(milliseconds(changed_at) - milliseconds(reported_at)) > 30000;
DROP FUNCTION lag_of, milliseconds;

-- Whoever knows nothing of it must not write new events.
ALTER TABLE events ALTER COLUMN lag DROP DEFAULT;
CREATE INDEX events_by_lag ON events (lag, changed_at, row) WHERE lag <> 0;
`;
