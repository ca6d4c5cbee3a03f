import type { FastifyInstance } from 'fastify';
import { JournalQuerySchema, LIMITS } from '@signalbox/contracts';
import { readQuery } from '../../service-kit/query.ts';
import { noSuchEvent } from './event-answer.ts';
import type { Parts } from './parts.ts';

export function serveReadJournal(app: FastifyInstance, { store }: Parts): void {
  app.get<{ Params: { id: string } }>('/v1/events/:id/journal', async (request) => {
    const { limit = LIMITS.journalPageDefault, page, repeats } = readQuery(JournalQuerySchema, request.url);
    const journal = await store.readJournal(request.params.id, {
      limit,
      page,
      foldRepeats: repeats !== 'all',
    });
    if (journal === undefined) throw noSuchEvent();
    return journal;
  });
}
