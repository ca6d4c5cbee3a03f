import Type from 'typebox';
import { ChangesAnswerSchema, ChangesQuerySchema } from './event-query.ts';
import { EventReportSchema, ReportsAnswerSchema } from './event-report.ts';
import type { Api } from './operation.ts';
import { ALWAYS, eventOperations, json, SELF_OPERATIONS } from './shared-operations.ts';
import { LIMITS } from './vocabulary.ts';

export const ReportsQuerySchema = Type.Object({
  receipts: Type.Optional(
    Type.Enum(['errors', 'all'], {
      description:
        'For NDJSON: stream receipts as NDJSON while the body is read, `all` of them or the `errors` alone. The last line has the counts, and the problem if one ended it.',
      examples: ['errors'],
    }),
  ),
});

/** The calls of the database service. */
export const DATABASE_API: Api = {
  title: 'Signalbox database service',
  description: 'The only owner of the events: takes reports, answers queries, gives the change feed.',
  server: 'http://127.0.0.1:8001',
  operations: {
    sendReports: {
      method: 'POST',
      path: '/v1/reports',
      summary: 'Send reports: one, an array, or NDJSON',
      description:
        `Answers after the commit that holds them is on disk. At most ${LIMITS.jsonBodyBytes} bytes and ${LIMITS.reportsPerBody} reports as JSON, ` +
        `lines of at most ${LIMITS.ndjsonLineBytes} bytes as NDJSON, of which there may be any number: they are taken as they come, and each is on disk before its receipt. ` +
        'Bodies may be compressed with gzip or zstd (Content-Encoding); all limits hold after decompression. ' +
        'A bad report never spoils its neighbours; a single one that is rejected answers 422. ' +
        'A 503 `busy` took nothing; any other end of a body with many reports may have taken some, and reports with an `id` can be sent again without harm.',
      query: ReportsQuerySchema,
      body: {
        'application/json': Type.Union([
          EventReportSchema,
          Type.Array(EventReportSchema, { maxItems: LIMITS.reportsPerBody }),
        ]),
        'application/x-ndjson': Type.String({ description: 'One report a line.' }),
      },
      answers: { 200: { description: 'A receipt for each report.', content: json(ReportsAnswerSchema) } },
      problems: [
        'unreadable',
        'invalid-query',
        'request-timeout',
        'cross-site',
        'too-large',
        'unsupported-media-type',
        'invalid',
        'busy',
        'out-of-space',
        ...ALWAYS,
      ],
    },
    ...eventOperations('/v1'),
    readChanges: {
      method: 'GET',
      path: '/v1/changes',
      summary: 'The change feed: poll, long poll, or stream',
      description:
        'With `Accept: text/event-stream` it streams: `change` and `reset` events whose ids are cursors.',
      query: ChangesQuerySchema,
      answers: {
        200: {
          description: 'What changed after the cursor.',
          content: {
            ...json(ChangesAnswerSchema),
            'text/event-stream': Type.String({ description: '`change` events carry the JSON answer.' }),
          },
        },
      },
      problems: ['invalid-query', 'not-acceptable', 'cursor-gone', ...ALWAYS],
    },
    ...SELF_OPERATIONS,
  },
};
