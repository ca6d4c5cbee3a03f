import { StreamQuerySchema } from '@signalbox/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { parseCursor } from '../live/cursor.ts';
import type { LiveFeed } from '../live/live-feed.ts';

export function serveStream(app: FastifyInstance, feed: LiveFeed): void {
  // No HEAD: it would open a stream that nobody reads.
  app.get('/api/stream', { exposeHeadRoute: false }, (request, reply) => {
    const { after, ...filter } = readQuery(StreamQuerySchema, request.url);
    feed.connect(reply, filter, lastEventId(request) ?? checkAfter(after));
  });
}

/** Where an answer cannot go on: a browser that is refused the stream asks for changes instead (`/api/changes`). */
export function refuseStreams(app: FastifyInstance): void {
  app.get('/api/stream', { exposeHeadRoute: false }, () => {
    throw new ProblemError('not-acceptable', 'Nothing is streamed here: ask /api/changes from time to time.');
  });
}

/** A browser that comes back repeats its address, so where it was is newer than what the address says. */
function lastEventId({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && parseCursor(id) ? id : undefined;
}

function checkAfter(after: string | undefined): string | undefined {
  if (after === undefined || after === '0' || parseCursor(after)) return after;
  throw new ProblemError('invalid-query', 'after is no cursor.', {
    errors: [{ parameter: 'after', detail: 'must be a cursor such as 9f3c21aa-4711, or 0' }],
  });
}
