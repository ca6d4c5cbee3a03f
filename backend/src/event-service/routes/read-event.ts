import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { readQuery } from '../../service-kit/query.ts';
import { eventPath, type PassThrough } from '../pass-through.ts';

const NoQuerySchema = Type.Object({});

export function serveReadEvent(app: FastifyInstance, passThrough: PassThrough): void {
  app.get<{ Params: { id: string } }>('/api/events/:id', async (request, reply) => {
    readQuery(NoQuerySchema, request.url);
    return passThrough(request, reply, { path: eventPath(request.params.id) });
  });
}
