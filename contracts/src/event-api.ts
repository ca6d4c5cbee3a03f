import Type, { type Static } from 'typebox';
import { deadLetterOperations } from './broker-api.ts';
import { ChangesAnswerSchema, ChangesQuerySchema, StreamQuerySchema } from './event-query.ts';
import type { Api } from './operation.ts';
import { ALWAYS, eventOperations, json, SELF_OPERATIONS } from './shared-operations.ts';

const cursor = Type.String({ description: 'A place in the feed.', examples: ['9f3c21aa-4711'] });

/** First on every stream: where it starts, and what else there is. */
export const HelloSchema = Type.Object({
  cursor: Type.Union([cursor, Type.Null()], { description: 'Null while the database service is away.' }),
  databaseService: Type.Enum(['up', 'down'], { description: 'Whether it answers.', examples: ['up'] }),
  resumed: Type.Boolean({
    description: 'Whether it goes on after a cursor that was given; otherwise it starts now.',
    examples: [true],
  }),
  behind: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: 'How many entries of the feed lie between the cursor and now; null when that is not known.',
    examples: [38],
  }),
  broker: Type.Boolean({
    description: 'Whether a broker brings reports too: then some of its messages may be dead letters.',
    examples: [false],
  }),
});
export type Hello = Static<typeof HelloSchema>;

/** The stream cannot go on from where the browser was: read the page anew. */
export const ResetSchema = Type.Object({
  cursor,
  reason: Type.Enum(['restored', 'behind', 'cursor-gone'], {
    description: 'The database is another one, the browser was too slow, or its cursor leads nowhere.',
    examples: ['behind'],
  }),
});
export type Reset = Static<typeof ResetSchema>;

/** How the database service is, whenever that changes. */
export const HealthSchema = Type.Object({
  databaseService: Type.Enum(['up', 'down'], { description: 'Whether it answers.', examples: ['down'] }),
  since: Type.String({
    format: 'date-time',
    description: 'Our clock.',
    examples: ['2026-11-22T03:15:32.000Z'],
  }),
});
export type Health = Static<typeof HealthSchema>;

/** The events of `GET /api/stream` by name; `bye` says that the service stops. */
export const STREAM_EVENTS = ['hello', 'change', 'reset', 'health', 'bye'] as const;
export type StreamEventName = (typeof STREAM_EVENTS)[number];

/** The calls of the event service, which a browser uses. */
export const EVENT_API: Api = {
  title: 'Signalbox event service',
  description:
    'The gateway for the console: reads, commands, the live stream, and the console itself at `/`.',
  server: 'http://127.0.0.1:8000',
  operations: {
    ...eventOperations('/api'),
    stream: {
      method: 'GET',
      path: '/api/stream',
      summary: 'What changes, live',
      description:
        'Server-sent events `hello`, `change`, `reset`, `health`, `bye`; ids are cursors. Starts after `Last-Event-ID` or `after`; `hello` says how far behind that is. At most four frames a second, a heartbeat every 15 s. Where nothing can be streamed (behind Lambda) it is refused with 406: ask `/api/changes`.',
      query: StreamQuerySchema,
      answers: { 200: { description: 'The stream.', content: { 'text/event-stream': Type.String() } } },
      problems: ['invalid-query', 'not-acceptable', 'busy', ...ALWAYS],
    },
    readChanges: {
      method: 'GET',
      path: '/api/changes',
      summary: 'What changes, by polling',
      query: ChangesQuerySchema,
      answers: { 200: { description: 'As the frames of the stream.', content: json(ChangesAnswerSchema) } },
      problems: ['invalid-query', 'cursor-gone', ...ALWAYS],
    },
    ...deadLetterOperations('/api'),
    ...SELF_OPERATIONS,
  },
};
