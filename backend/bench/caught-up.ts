import type { EventPage, Summary } from '@signalbox/contracts';
import { eventually } from '../test/support/eventually.ts';
import { readJson } from './stored.ts';

const FOLLOWERS = ['/v1/events?limit=1&source=plaza-001', '/v1/summary?source=plaza-001'];

/**
 * Milliseconds until what may follow a commit (indexes that lead with source, sums by source, words) has all that was
 * committed: an answer that needs them says up to where it is complete.
 */
export async function catchUp(url: string): Promise<number> {
  const start = performance.now();
  const { cursor: committed } = await readJson<EventPage>(`${url}/v1/events?limit=1`);
  await eventually(
    async () => {
      for (const path of FOLLOWERS) {
        const { cursor } = await readJson<EventPage | Summary>(url + path);
        if (numberOf(cursor) < numberOf(committed))
          throw new Error(`It follows up to ${cursor} of ${committed}.`);
      }
    },
    { withinMs: 600_000 },
  );
  return performance.now() - start;
}

const numberOf = (cursor: string): number => Number(cursor.slice(cursor.lastIndexOf('-') + 1));
