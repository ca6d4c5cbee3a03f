import type { FastifyInstance } from 'fastify';
import { LIMITS, SummaryQuerySchema } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import type { Parts } from './parts.ts';

export function serveReadSummary(app: FastifyInstance, { store }: Parts): void {
  app.get('/v1/summary', async (request) => {
    const query = readQuery(SummaryQuerySchema, request.url);
    const { histogramFrom, histogramTo, buckets = LIMITS.histogramBucketsDefault, ...filter } = query;
    if (histogramFrom !== undefined && histogramTo !== undefined && histogramFrom >= histogramTo) {
      const detail = 'must be after histogramFrom';
      throw new ProblemError('invalid-query', `histogramTo ${detail}.`, {
        errors: [{ parameter: 'histogramTo', detail }],
      });
    }
    return store.summarize({ filter, histogramFrom, histogramTo, buckets });
  });
}
