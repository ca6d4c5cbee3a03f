import { SummaryQuerySchema } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { readQuery } from '../../service-kit/query.ts';
import type { PassThrough } from '../pass-through.ts';

export function serveReadSummary(app: FastifyInstance, passThrough: PassThrough): void {
  app.get('/api/summary', async (request, reply) => {
    readQuery(SummaryQuerySchema, request.url);
    return passThrough(request, reply, { path: '/v1/summary' });
  });
}
