import type { FastifyInstance } from 'fastify';
import { DEFAULT_SORT, EventListQuerySchema, LIMITS } from '@signalbox/contracts';
import { readQuery } from '../../service-kit/query.ts';
import type { Parts } from './parts.ts';

export function serveListEvents(app: FastifyInstance, { store }: Parts): void {
  app.get('/v1/events', async (request, reply) => {
    const { sort, limit, page, include, ...filter } = readQuery(EventListQuerySchema, request.url);
    const answer = await store.listEvents({
      filter,
      sort: sort ?? DEFAULT_SORT,
      limit: limit ?? LIMITS.pageDefault,
      page,
      withAttributes: include === 'attributes',
    });
    // As bytes: of a text Node would make them itself, in twice the time that this takes.
    return reply.type('application/json; charset=utf-8').send(Buffer.from(JSON.stringify(answer)));
  });
}
