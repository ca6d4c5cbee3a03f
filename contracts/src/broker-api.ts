import Type from 'typebox';
import {
  DeadLetterPageSchema,
  DeadLetterQuerySchema,
  DeadLetterWithBodySchema,
  ReplaySchema,
} from './dead-letter.ts';
import type { Api, Operation } from './operation.ts';
import { ALWAYS, json, SELF_OPERATIONS } from './shared-operations.ts';

const gone = { description: 'It is done; the dead letter is gone.', content: json(Type.Object({})) };
const WRITE = ['cross-site', 'unreadable', 'too-large', 'unsupported-media-type', 'invalid'] as const;

/** What can be done with messages that could not be taken, below the prefix of a service. */
export function deadLetterOperations(prefix: '/v1' | '/api'): Record<string, Operation> {
  const one = `${prefix}/dead-letters/{id}`;
  return {
    listDeadLetters: {
      method: 'GET',
      path: `${prefix}/dead-letters`,
      summary: 'Messages that could not be taken, the oldest first',
      query: DeadLetterQuerySchema,
      answers: { 200: { description: 'The first of them.', content: json(DeadLetterPageSchema) } },
      problems: ['invalid-query', 'not-found', ...ALWAYS],
    },
    readDeadLetter: {
      method: 'GET',
      path: one,
      summary: 'One of them, with what was sent',
      answers: { 200: { description: 'The dead letter.', content: json(DeadLetterWithBodySchema) } },
      problems: ['not-found', ...ALWAYS],
    },
    replayDeadLetter: {
      method: 'POST',
      path: `${one}/replay`,
      summary: 'Send it again, as it was or mended',
      description:
        'Answers when the broker has it. What comes of it, the list tells: what is refused again comes back.',
      body: json(ReplaySchema),
      answers: { 200: gone },
      problems: ['not-found', ...WRITE, ...ALWAYS],
    },
    discardDeadLetter: {
      method: 'POST',
      path: `${one}/discard`,
      summary: 'Throw it away',
      body: json(Type.Object({}, { additionalProperties: false })),
      answers: { 200: gone },
      problems: ['not-found', ...WRITE, ...ALWAYS],
    },
  };
}

/** The calls of the broker ingest. */
export const BROKER_API: Api = {
  title: 'Signalbox broker ingest',
  description: 'Brings reports from RabbitMQ or NATS JetStream, and tells of those that could not be taken.',
  server: 'http://127.0.0.1:8002',
  operations: { ...deadLetterOperations('/v1'), ...SELF_OPERATIONS },
};
