import type { FastifyInstance } from 'fastify';
import { noSuchEvent, sendEvent } from './event-answer.ts';
import type { Parts } from './parts.ts';

export function serveReadEvent(app: FastifyInstance, { store }: Parts): void {
  app.get<{ Params: { id: string } }>('/v1/events/:id', async (request, reply) => {
    const event = await store.readEvent(request.params.id);
    if (event === undefined) throw noSuchEvent();
    return sendEvent(reply, event);
  });
}
