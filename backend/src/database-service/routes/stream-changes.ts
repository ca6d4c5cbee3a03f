import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS, type ChangesAnswer } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { sseFrame } from '../../service-kit/sse-frame.ts';
import { SseStream } from '../../service-kit/sse-stream.ts';
import type { ChangesRequest } from '../store/event-store.ts';
import type { Parts } from './parts.ts';

/** The signal is a hint; the feed is read anyway this often, give or take, so that not all readers come at once. */
const readAnyway = (): number => 750 + Math.random() * 500;

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
  const position = { ...query, after };
  const first = await readFrame(parts.store, position, Math.min(query.limit, LIMITS.changesDefault));

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
  first: Read,
  stream: SseStream,
  position: { -readonly [Name in keyof ChangesRequest]: ChangesRequest[Name] },
  ended: AbortSignal,
  { store, changes }: Parts,
): Promise<void> {
  let read = first;
  let seen = 0;
  while (!ended.aborted) {
    const isNew = read.cursor !== position.after;
    position.after = read.cursor;
    if (read.frame !== undefined) stream.send(read.frame);
    await stream.drained();
    // A read that moved the cursor may have been a part only.
    if (!isNew) await changes.after(seen, readAnyway(), ended);
    seen = changes.count;
    read = await readFrame(store, position, Math.min(position.limit, 2 * read.limit));
  }
}

/** A place in the feed, what to say of the way there, if anything, and how many entries at most made a frame of it. */
interface Read {
  readonly cursor: string;
  readonly frame: string | undefined;
  readonly limit: number;
}

/** Reads as far as fits into one frame: texts may be so long that what was asked for is many times that. */
async function readFrame(store: Parts['store'], request: ChangesRequest, limit: number): Promise<Read> {
  for (let most = limit; ;) {
    const read = await readOrReset(store, { ...request, limit: most });
    const frame = frameOf(read);
    const bytes = frame === undefined ? 0 : Buffer.byteLength(frame);
    if (most === 1 || bytes <= FRAME_BYTES_MOST) return { cursor: read.cursor, frame, limit: most };
    const entries = 'reset' in read ? 1 : read.entries.length;
    most = Math.max(1, Math.floor((0.9 * entries * FRAME_BYTES_MOST) / bytes));
  }
}

/** The cursor led nowhere; the feed goes on from this one. */
interface Reset {
  readonly reset: true;
  readonly cursor: string;
}

function frameOf(read: ChangesAnswer | Reset): string | undefined {
  const { cursor } = read;
  if ('reset' in read) return sseFrame({ event: 'reset', id: cursor, data: { cursor } });
  const tells = read.entries.length > 0 || read.refresh;
  return tells ? sseFrame({ event: 'change', id: cursor, data: read }) : undefined;
}

async function readOrReset(store: Parts['store'], request: ChangesRequest): Promise<ChangesAnswer | Reset> {
  try {
    return await store.readChanges(request);
  } catch (error) {
    const isGone = error instanceof ProblemError && error.code === 'cursor-gone';
    const cursor = isGone ? error.details.members?.['cursor'] : undefined;
    if (typeof cursor === 'string') return { reset: true, cursor };
    throw error;
  }
}
