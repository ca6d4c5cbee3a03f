import { EventListQuerySchema } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { readQuery } from '../../service-kit/query.ts';
import type { PassThrough } from '../pass-through.ts';

/** A wrong query is refused here, also while the database service is away. */
export function serveListEvents(app: FastifyInstance, passThrough: PassThrough): void {
  app.get('/api/events', async (request, reply) => {
    readQuery(EventListQuerySchema, request.url);
    return passThrough(request, reply, { path: '/v1/events' });
  });
}
