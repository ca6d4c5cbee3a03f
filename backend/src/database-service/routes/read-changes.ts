import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ChangesQuerySchema, LIMITS, type ChangesQuery } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { changesJson, type ChangesPage } from '../store/changes-page.ts';
import type { ChangesRequest } from '../store/event-store.ts';
import type { Parts } from './parts.ts';
import { streamChanges } from './stream-changes.ts';

const STREAM = 'text/event-stream';
const JSON_TYPES = ['application/json', 'application/*', '*/*'];

/** The feed: poll, long poll (`wait`), or stream. */
export function serveReadChanges(app: FastifyInstance, parts: Parts): void {
  app.get('/v1/changes', async (request, reply) => {
    const query = readQuery(ChangesQuerySchema, request.url);
    const wait = Math.min(query.wait ?? 0, parts.waitSecondsMost);
    if (wantsStream(request, parts)) return streamChanges(request, reply, requestOf(query), parts);
    const page = await awaitChanges(requestOf(query), wait * 1_000, reply, parts);
    return reply.type('application/json; charset=utf-8').send(changesJson(page));
  });
}

function requestOf(query: ChangesQuery): ChangesRequest {
  const { after, limit = LIMITS.changesDefault, mode = 'all', wait: _wait, ...filter } = query;
  return { after, limit, mode, filter };
}

function wantsStream({ method, headers }: FastifyRequest, { streams }: Parts): boolean {
  const types = (headers.accept ?? '*/*')
    .split(',')
    .map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '');
  if (streams && types.includes(STREAM)) return method !== 'HEAD';
  if (types.some((type) => JSON_TYPES.includes(type))) return false;
  const offered = streams ? `application/json or ${STREAM}` : 'application/json';
  throw new ProblemError('not-acceptable', `Changes come as ${offered}.`, {
    errors: [{ header: 'Accept', detail: `must allow ${offered}` }],
  });
}

/** Answers at the first entry that matches, or when the time is over; either way the cursor goes on. */
async function awaitChanges(
  request: ChangesRequest,
  milliseconds: number,
  reply: FastifyReply,
  { store, changes, closing }: Parts,
): Promise<ChangesPage> {
  const deadline = performance.now() + milliseconds;
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const ended = AbortSignal.any([closing, left.signal]);
  let { after } = request;
  for (;;) {
    const seen = changes.count;
    const page = await store.readChanges({ ...request, after });
    const remaining = deadline - performance.now();
    const isOver = page.count > 0 || page.refresh || remaining <= 0 || ended.aborted;
    if (isOver) return page;
    // What moved the cursor and matched nothing may have been a part only: then there is more to read at once.
    if (page.cursor === after) await changes.after(seen, remaining, ended);
    after = page.cursor;
  }
}
