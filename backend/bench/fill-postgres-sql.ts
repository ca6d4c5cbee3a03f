import { FURTHEST_MS } from '../src/database-service/store/lag.ts';

/**
 * Events number $1 to $2 of $3, spread over the last week in the order of their numbers: of a hundred, ninety are
 * recovered, five are open, three acknowledged by somebody, and two completed by a person while they go on failing; people
 * come within three hours, half of them within three quarters of one. Sources are scattered.
 */
const MADE = `
WITH numbered AS (
  SELECT number, number % 100 AS kind, number * 2654435761 % 500 AS source, number * 40503 % 20 AS type,
    now() - interval '7 days' * (1 - number::float8 / $3::float8) AS moment
  FROM generate_series($1::bigint, $2::bigint) AS number
), made AS (
  SELECT number,
    -- A UUIDv7 of that moment.
    regexp_replace(lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '7' ||
      substr(md5(number::text), 1, 3) || '8' || substr(md5(number::text), 4, 15),
      '(.{8})(.{4})(.{4})(.{4})(.{12})', '\\1-\\2-\\3-\\4-\\5') AS id,
    'plaza-' || lpad(source::text, 3, '0') AS source,
    'k-' || lpad(number::text, 9, '0') AS key,
    'lane.part-' || type AS type,
    to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
    CASE WHEN kind < 10 THEN 1 + kind % 2 ELSE 0 END AS status,
    CASE WHEN kind < 5 THEN 'open' WHEN kind < 8 THEN 'acknowledged' ELSE 'completed' END AS state,
    to_char(least(now(), moment + CASE WHEN kind BETWEEN 5 AND 9 THEN interval '3 hours' * power((number * 48271 % 1000) / 1000.0, 2)
      ELSE interval '0' END) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS changed_at,
    kind IN (8, 9) AS diverged, kind,
    'barrier ' || CASE WHEN number % 2 = 0 THEN 'east ' ELSE 'west ' END || (ARRAY['gate', 'door', 'pump', 'sensor', 'valve', 'lane', 'link'])[1 + number % 7] || ' ' ||
      (ARRAY['timeout', 'answers', 'drift', 'lost', 'stuck', 'closed'])[1 + number / 7 % 6] || ' ' ||
      (ARRAY['pressure', 'high', 'low', 'open', 'restarted'])[1 + number / 42 % 5] || ': code ' || number % 1000 ||
      CASE WHEN number % 100000 = 99999 THEN ' meteorite' ELSE '' END AS message
  FROM numbered
)`;

/** Of changes that come after their reports. */
const LAG = `width_bucket(extract(epoch FROM changed_at::timestamptz - at::timestamptz) * 1000,
    ARRAY[${FURTHEST_MS.map((furthest) => furthest + 1).join(', ')}]::numeric[])`;

export const EVENTS = `${MADE}
INSERT INTO events (row, lag, id, source, key, type, status, message, state, hold, diverged, assignee, first_reported_at,
  reported_at, received_at, reports, late, changed_at, changed_by, acknowledged_at, acknowledged_by, completed_at,
  completed_by, overrides, worst, failing_since, version, made_by_own_id, attributes, words)
SELECT number, ${LAG}, id, source, key, type, status, message, state, CASE WHEN diverged THEN 'forever' END, diverged,
  CASE WHEN state = 'acknowledged' THEN 'Jonas Weber' END, at, at, at, 1, false, changed_at, 'source ' || source,
  CASE WHEN state = 'acknowledged' THEN changed_at END, CASE WHEN state = 'acknowledged' THEN 'person Jonas Weber' END,
  CASE WHEN state = 'completed' THEN changed_at END,
  CASE WHEN diverged THEN 'person Ana Ruiz' WHEN state = 'completed' THEN 'source ' || source END,
  0, status, CASE WHEN diverged THEN 1 ELSE 0 END, 1, false,
  '{"lane":' || number % 40 || ',"plaza":"north","code":"E' || number % 90 ||
    '","detail":"the controller was asked three times and gave no answer within 250 ms"}',
  array_to_tsvector(ARRAY(SELECT DISTINCT word FROM
    regexp_split_to_table(lower(message || ' ' || source || ' ' || key || ' ' || type), '[^a-z0-9]+') AS word WHERE word <> ''))
FROM made ORDER BY number`;

/** The entry that each of the events number $1 to $2 came with. */
export const JOURNAL = `
INSERT INTO journal (seq, event_row, at, action, actor, status, state, version, message, report_id, reported_at,
  reported_status, diverged, minute)
SELECT row, row, received_at, 'reported', 'source ' || source, status, state, 1, message, id, reported_at, status, diverged,
  extract(epoch FROM reported_at::timestamptz)::bigint / 60
FROM events WHERE row BETWEEN $1 AND $2 ORDER BY row`;

/** What is kept with the events: sums, where the feed is, and the next numbers. */
export const FOLLOW_UP = [
  `INSERT INTO event_sums (source, state, status, diverged, count)
   SELECT coalesce(source, ''), state, status, diverged, count(*) FROM events
   GROUP BY GROUPING SETS ((source, state, status, diverged), (state, status, diverged))`,
  `INSERT INTO report_sums (source, width, minute, status, count)
   SELECT coalesce(source, ''), width, minute / width * width, status, count(*)
   FROM (SELECT minute, events.source, journal.status FROM journal JOIN events ON events.row = journal.event_row) AS reports,
     unnest(ARRAY[1, 60, 1440]) AS width
   GROUP BY GROUPING SETS ((source, width, minute / width * width, status), (width, minute / width * width, status))`,
  `UPDATE feed SET last_seq = (SELECT max(seq) FROM journal),
     last_report_at = (SELECT max(at) FROM journal), last_report_source = 'plaza-000'`,
  'UPDATE followed SET seq = (SELECT max(seq) FROM journal)',
  `SELECT setval('event_rows', (SELECT max(row) FROM events)), setval('journal_seqs', (SELECT max(seq) FROM journal))`,
  'VACUUM (FREEZE, ANALYZE)',
];
