import type { ChangesAnswer, ChangesQuery } from '@signalbox/contracts';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import type { Dispatcher } from 'undici';
import type { Connection } from '../service-kit/connection.ts';
import { UnreachableError } from '../service-kit/unreachable-error.ts';
import { queryString } from './query-string.ts';
import { problemOf } from './read-answer.ts';

/** The service says something at least every 15 s; two silences in a row and a little mean that it is gone. */
const SILENCE_MS = 35_000;

export type StreamQuery = Omit<ChangesQuery, 'limit' | 'wait'>;

export type FeedItem =
  /** The stream stands; what follows is live. */
  | { readonly kind: 'opened' }
  | ({ readonly kind: 'change' } & ChangesAnswer)
  /** The cursor led nowhere: read everything anew; the feed goes on from this one. */
  | { readonly kind: 'reset'; readonly cursor: string };

export async function* changesStream(
  connection: Connection,
  query: StreamQuery,
  signal?: AbortSignal,
): AsyncGenerator<FeedItem, void> {
  try {
    const answer = await connection.openStream(
      {
        method: 'GET',
        path: `/v1/changes${queryString({ ...query })}`,
        headers: { accept: 'text/event-stream' },
        ...(signal && { signal }),
      },
      SILENCE_MS,
    );
    await refuseProblems(answer);
    yield { kind: 'opened' };
    yield* itemsOf(answer.body);
  } catch (error) {
    if (signal?.aborted) return;
    throw error;
  }
}

async function refuseProblems({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<void> {
  if (statusCode === 200) return;
  throw problemOf({ status: statusCode, headers, body: Buffer.from(await body.arrayBuffer()) });
}

async function* itemsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<FeedItem, void> {
  const arrived: FeedItem[] = [];
  const parser = createParser({
    onEvent: (message) => {
      const item = itemOf(message);
      if (item) arrived.push(item);
    },
  });
  const decoder = new TextDecoder();
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (let chunk = await next(chunks); chunk; chunk = await next(chunks)) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* arrived.splice(0);
    }
  } finally {
    // Who stops reading early lets the connection go.
    await chunks.return?.();
  }
  throw new UnreachableError('The stream of changes has ended');
}

async function next(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    const step = await chunks.next();
    return step.done ? undefined : step.value;
  } catch (error) {
    throw UnreachableError.from('The stream of changes', error);
  }
}

function itemOf({ event, data, id }: EventSourceMessage): FeedItem | undefined {
  if (event === 'change') return { kind: 'change', ...(JSON.parse(data) as ChangesAnswer) };
  if (event === 'reset')
    return { kind: 'reset', cursor: id ?? (JSON.parse(data) as { cursor: string }).cursor };
  return undefined;
}
