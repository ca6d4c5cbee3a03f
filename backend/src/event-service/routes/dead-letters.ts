import { DeadLetterQuerySchema, LIMITS } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { connect } from '../../service-kit/connection.ts';
import { requestBody } from '../../service-kit/http-app.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { UnreachableError } from '../../service-kit/unreachable-error.ts';
import { type CallBehind, passThroughTo } from '../pass-through.ts';

type OneParams = { Params: { id: string } };

/** What the broker ingest tells of messages that could not be taken; there need be none. */
export function serveDeadLetters(app: FastifyInstance, brokerIngestUrl: string | undefined): void {
  const passThrough = passThroughTo(brokerIngestUrl === undefined ? noBroker : behind(app, brokerIngestUrl));

  app.get('/api/dead-letters', async (request, reply) => {
    readQuery(DeadLetterQuerySchema, request.url);
    return passThrough(request, reply, { path: '/v1/dead-letters' });
  });
  app.get<OneParams>('/api/dead-letters/:id', async (request, reply) =>
    passThrough(request, reply, { path: letterPath(request.params.id) }),
  );
  for (const [verb, bodyLimit] of [
    ['replay', LIMITS.replayBytes],
    ['discard', LIMITS.commandBytes],
  ] as const) {
    app.post<OneParams>(`/api/dead-letters/:id/${verb}`, { bodyLimit }, async (request, reply) => {
      requestBody(request);
      return passThrough(request, reply, { path: `${letterPath(request.params.id)}/${verb}` });
    });
  }
}

const letterPath = (id: string): string => `/v1/dead-letters/${encodeURIComponent(id)}`;

const noBroker: CallBehind = async () => {
  throw new ProblemError('not-found', 'No broker brings reports here.');
};

function behind(app: FastifyInstance, url: string): CallBehind {
  const connection = connect({ url });
  app.addHook('onClose', () => connection.close());
  return async (call) => {
    try {
      return await connection.exchange(call);
    } catch (cause) {
      if (!(cause instanceof UnreachableError)) throw cause;
      throw new ProblemError('unavailable', 'The broker ingest does not answer.', { cause });
    }
  };
}
