import type { FastifyInstance } from 'fastify';
import { DEFAULT_SORT, EventListQuerySchema, LIMITS } from '@signalbox/contracts';
import { readQuery } from '../../service-kit/query.ts';
import { eventPageJson } from '../store/list-page.ts';
import type { Parts } from './parts.ts';

export function serveListEvents(app: FastifyInstance, { store }: Parts): void {
  app.get('/v1/events', async (request, reply) => {
    const { sort, limit, page, include, ...filter } = readQuery(EventListQuerySchema, request.url);
    const found = await store.listEvents({
      filter,
      sort: sort ?? DEFAULT_SORT,
      limit: limit ?? LIMITS.pageDefault,
      page,
      withAttributes: include === 'attributes',
    });
    return reply.type('application/json; charset=utf-8').send(eventPageJson(found));
  });
}
