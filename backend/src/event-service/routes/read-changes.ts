import { ChangesQuerySchema } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { queryString } from '../../database-client/index.ts';
import { readQuery } from '../../service-kit/query.ts';
import type { PassThrough } from '../pass-through.ts';

/** For browsers that nothing can be streamed to: the payload of the stream's frames, asked for. */
export function serveReadChanges(app: FastifyInstance, passThrough: PassThrough): void {
  app.get('/api/changes', async (request, reply) => {
    const query = readQuery(ChangesQuerySchema, request.url);
    return passThrough(request, reply, {
      path: '/v1/changes',
      query: queryString({ ...query, mode: query.mode ?? 'latest' }),
      waitMs: (query.wait ?? 0) * 1_000,
    });
  });
}
