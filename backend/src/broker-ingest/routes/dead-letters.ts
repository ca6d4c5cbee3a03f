import {
  type DeadLetter,
  DeadLetterQuerySchema,
  type DeadLetterWithBody,
  LIMITS,
  ReplaySchema,
} from '@signalbox/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DeadLetterMessage, MessageBroker } from '../../message-broker/message-broker.ts';
import { checkText } from '../../service-kit/check-text.ts';
import { requestBody } from '../../service-kit/http-app.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { fieldsReader } from '../../service-kit/read-fields.ts';
import { readJson } from '../../service-kit/strict-json.ts';
import { answeredSoon } from '../answered-soon.ts';

type Asked = Pick<MessageBroker, 'deadLetters' | 'trouble'>;
type OneRequest = FastifyRequest<{ Params: { id: string } }>;

/** What a person can do with messages that could not be taken. */
export function serveDeadLetters(app: FastifyInstance, broker: Asked): void {
  const { deadLetters } = broker;
  const soon = <Result>(answer: Promise<Result>) => answeredSoon(broker, answer);
  app.get('/v1/dead-letters', async (request) => {
    const { limit = LIMITS.deadLettersDefault } = readQuery(DeadLetterQuerySchema, request.url);
    const total = await soon(deadLetters.count());
    const letters = limit > 0 && total > 0 ? await soon(deadLetters.list(limit)) : [];
    return { letters: letters.map(described), total: Math.max(total, letters.length) };
  });
  app.get('/v1/dead-letters/:id', async (request) => {
    const letter = await soon(deadLetters.read((request as OneRequest).params.id));
    if (!letter) throw noSuchLetter();
    return withBody(letter);
  });
  app.post('/v1/dead-letters/:id/replay', { bodyLimit: LIMITS.replayBytes }, async (request) => {
    const { body } = readReplay(requestBody(request));
    const mended = body === undefined ? undefined : Buffer.from(body);
    return done(await soon(deadLetters.replay((request as OneRequest).params.id, mended)));
  });
  app.post('/v1/dead-letters/:id/discard', async (request) => {
    requestBody(request);
    return done(await soon(deadLetters.discard((request as OneRequest).params.id)));
  });
}

const readFields = fieldsReader(ReplaySchema);

function readReplay(bytes: Buffer): { readonly body?: string } {
  const value = readJson(bytes);
  const unkeepable = checkText(value);
  const errors = unkeepable ? [unkeepable] : (readFields(value, '#').blames ?? []);
  if (errors.length > 0) throw new ProblemError('invalid', 'What is to be sent is wrong.', { errors });
  return value as { readonly body?: string };
}

const noSuchLetter = () =>
  new ProblemError('not-found', 'There is no such dead letter: perhaps it was replayed or discarded.');

function done(isDone: boolean): object {
  if (!isDone) throw noSuchLetter();
  return {};
}

const described = (letter: DeadLetterMessage): DeadLetter => ({
  id: letter.id,
  at: letter.at ?? null,
  reason: letter.reason,
  attempts: letter.attempts,
  subject: letter.subject,
  messageId: letter.messageId ?? null,
  bytes: letter.body.length,
});

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function withBody(letter: DeadLetterMessage): DeadLetterWithBody {
  try {
    return { ...described(letter), body: utf8.decode(letter.body), encoding: 'utf-8' };
  } catch {
    return { ...described(letter), body: Buffer.from(letter.body).toString('base64'), encoding: 'base64' };
  }
}
