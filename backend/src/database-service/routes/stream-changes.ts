import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { sseFrame, sseFrameOfJson } from '../../service-kit/sse-frame.ts';
import { SseStream } from '../../service-kit/sse-stream.ts';
import { changesJson, type ChangesPage } from '../store/changes-page.ts';
import type { ChangesRequest } from '../store/event-store.ts';
import type { Parts } from './parts.ts';

/** The signal is a hint; the feed is read anyway this often, give or take, so that not all readers come at once. */
const readAnyway = (): number => 750 + Math.random() * 500;

/**
 * In the latest mode a reader is told of all that was committed meanwhile, not of each commit: hundreds of small commits
 * a second cost a hundred reads. Longer, and a busy feed would often be too much to tell one by one.
 */
const LATEST_EVERY_MS = 10;

/** Half of what may wait for a reader: a frame alone must never make it look slow. 500 usual entries take 450 kB. */
const FRAME_BYTES_MOST = 512 * 1_024;

/**
 * Streams the feed: `change` events with the JSON of a poll, whose ids are cursors, and `reset` where a cursor leads
 * nowhere. A reader that comes back names the last id that it saw.
 */
export async function streamChanges(
  request: FastifyRequest,
  reply: FastifyReply,
  query: ChangesRequest,
  parts: Parts,
): Promise<FastifyReply> {
  const after = String(request.headers['last-event-id'] ?? '') || query.after;
  const limit = Math.min(query.limit, LIMITS.changesDefault);
  const position = { ...query, after, limit, bytesMost: FRAME_BYTES_MOST };
  const first = await readOrReset(parts.store, position);

  const stream = new SseStream(reply, { heartbeat: () => sseFrame({ id: position.after ?? '' }) });
  const gone = new AbortController();
  void stream.end.then(() => gone.abort());
  try {
    // The place that was left, not the one that was read: a reader who is cut off right here has heard nothing yet.
    stream.send(sseFrame({ id: after ?? first.cursor }));
    await pump(first, stream, position, AbortSignal.any([gone.signal, parts.closing]), parts);
  } catch (error) {
    request.log.warn({ err: error }, 'a stream of changes ended early; its reader comes back');
  }
  stream.close();
  return reply;
}

async function pump(
  first: Found,
  stream: SseStream,
  position: { -readonly [Name in keyof ChangesRequest]: ChangesRequest[Name] },
  ended: AbortSignal,
  { store, changes }: Parts,
): Promise<void> {
  let found = first;
  let seen = 0;
  while (!ended.aborted) {
    const isNew = found.cursor !== position.after;
    position.after = found.cursor;
    const frame = frameOf(found);
    if (frame !== undefined) stream.send(frame);
    await stream.drained();
    if (position.mode === 'latest' && isNew) await rest(LATEST_EVERY_MS, ended);
    // What moved the cursor may have been a part only.
    if (!isNew) await changes.after(seen, readAnyway(), ended);
    seen = changes.count;
    found = await readOrReset(store, position);
  }
}

const rest = (milliseconds: number, ended: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal: ended }).catch(() => undefined);

/** The cursor led nowhere; the feed goes on from this one. */
interface Reset {
  readonly reset: true;
  readonly cursor: string;
}
type Found = ChangesPage | Reset;

function frameOf(found: Found): Buffer | string | undefined {
  const { cursor } = found;
  if ('reset' in found) return sseFrame({ event: 'reset', id: cursor, data: { cursor } });
  const tells = found.count > 0 || found.refresh;
  return tells ? sseFrameOfJson({ event: 'change', id: cursor }, changesJson(found)) : undefined;
}

async function readOrReset(store: Parts['store'], request: ChangesRequest): Promise<Found> {
  try {
    return await store.readChanges(request);
  } catch (error) {
    const isGone = error instanceof ProblemError && error.code === 'cursor-gone';
    const cursor = isGone ? error.details.members?.['cursor'] : undefined;
    if (typeof cursor === 'string') return { reset: true, cursor };
    throw error;
  }
}
