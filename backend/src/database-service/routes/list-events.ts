import type { FastifyInstance } from 'fastify';
import { DEFAULT_SORT, EventListQuerySchema, LIMITS } from '@signalbox/contracts';
import { readQuery } from '../../service-kit/query.ts';
import type { Parts } from './parts.ts';

export function serveListEvents(app: FastifyInstance, { store }: Parts): void {
  app.get('/v1/events', async (request) => {
    const { sort, limit, page, include, ...filter } = readQuery(EventListQuerySchema, request.url);
    return store.listEvents({
      filter,
      sort: sort ?? DEFAULT_SORT,
      limit: limit ?? LIMITS.pageDefault,
      page,
      withAttributes: include === 'attributes',
    });
  });
}
