import { Lane } from './lane.ts';

export interface Followed {
  readonly entries: number;
  readonly milliseconds: number;
  /** Where it stopped. */
  readonly cursor: string;
}

export interface FollowQuestion {
  readonly port: number;
  readonly after: string;
  readonly limit: number;
  /** At the latest. */
  readonly withinMs: number;
}

/** Reads the feed from a cursor on, answer after answer, until it has caught up or its time is over. */
export async function followFeed({ port, after, limit, withinMs }: FollowQuestion): Promise<Followed> {
  const lane = new Lane(port);
  const start = performance.now();
  let entries = 0;
  let cursor = after;
  try {
    while (performance.now() - start < withinMs) {
      const path = `/v1/changes?after=${cursor}&limit=${limit}`;
      const { status, body } = await lane.exchange([
        Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`),
      ]);
      const next = cursorOf(body);
      if (status !== 200 || next === undefined) {
        throw new Error(`${path} answered ${status}: ${body.toString('utf8', 0, 300)}`);
      }
      if (next === cursor) break;
      entries += countOf(body);
      cursor = next;
    }
    return { entries, milliseconds: performance.now() - start, cursor };
  } finally {
    lane.close();
  }
}

const ENTRY = '"eventId":"';

function countOf(body: Buffer): number {
  let count = 0;
  for (let at = body.indexOf(ENTRY); at >= 0; at = body.indexOf(ENTRY, at + ENTRY.length)) count += 1;
  return count;
}

/** It stands at the start or at the end of the answer: what lies between need not be read. */
function cursorOf(body: Buffer): string | undefined {
  const ends = body.toString('latin1', 0, 100) + body.toString('latin1', Math.max(0, body.length - 100));
  return /"cursor":"([^"]+)"/.exec(ends)?.[1];
}
