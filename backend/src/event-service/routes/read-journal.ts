import { JournalQuerySchema } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { readQuery } from '../../service-kit/query.ts';
import { eventPath, type PassThrough } from '../pass-through.ts';

export function serveReadJournal(app: FastifyInstance, passThrough: PassThrough): void {
  app.get<{ Params: { id: string } }>('/api/events/:id/journal', async (request, reply) => {
    readQuery(JournalQuerySchema, request.url);
    return passThrough(request, reply, { path: `${eventPath(request.params.id)}/journal` });
  });
}
