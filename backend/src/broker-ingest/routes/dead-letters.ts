import {
  type DeadLetter,
  DeadLetterQuerySchema,
  type DeadLetterWithBody,
  LIMITS,
  ReplaySchema,
} from '@signalbox/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { answeredSoon } from '../../message-broker/answered-soon.ts';
import type { DeadLetterMessage, DeadLetters, MessageBroker } from '../../message-broker/message-broker.ts';
import { checkText } from '../../service-kit/check-text.ts';
import { requestBody } from '../../service-kit/http-app.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { fieldsReader } from '../../service-kit/read-fields.ts';
import { readJson } from '../../service-kit/strict-json.ts';

type Asked = Pick<MessageBroker, 'deadLetters' | 'trouble'>;
type OneRequest = FastifyRequest<{ Params: { id: string } }>;

/** What a person can do with messages that could not be taken. */
export function serveDeadLetters(app: FastifyInstance, broker: Asked): void {
  const soon = <Result>(ask: (letters: DeadLetters, signal: AbortSignal) => Promise<Result>) =>
    answeredSoon(broker, ask).catch(unavailable);
  app.get('/v1/dead-letters', async (request) => {
    const { limit = LIMITS.deadLettersDefault } = readQuery(DeadLetterQuerySchema, request.url);
    return soon(async (letters, signal) => {
      const total = await letters.count(signal);
      const found = limit > 0 && total > 0 ? await letters.list(limit, signal) : [];
      return { letters: found.map(described), total: Math.max(total, found.length) };
    });
  });
  app.get('/v1/dead-letters/:id', async (request) => {
    const { id } = (request as OneRequest).params;
    const letter = await soon((letters, signal) => letters.read(id, signal));
    if (!letter) throw noSuchLetter();
    return withBody(letter);
  });
  app.post('/v1/dead-letters/:id/replay', { bodyLimit: LIMITS.replayBytes }, async (request) => {
    const { body } = readReplay(requestBody(request));
    const mended = body === undefined ? undefined : Buffer.from(body);
    const { id } = (request as OneRequest).params;
    return done(await soon((letters, signal) => letters.replay(id, mended, signal)));
  });
  app.post('/v1/dead-letters/:id/discard', async (request) => {
    requestBody(request);
    const { id } = (request as OneRequest).params;
    return done(await soon((letters, signal) => letters.discard(id, signal)));
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

function unavailable(cause: Error): never {
  throw new ProblemError('unavailable', cause.message, { cause });
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
