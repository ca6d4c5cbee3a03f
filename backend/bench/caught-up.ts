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
  const followed = (path: string) => readJson<EventPage | Summary>(url + path).then(numberOf);
  const committed = await followed('/v1/events?limit=1');
  // As long as it gets on: ten million events take it a quarter of an hour.
  for (let reached = -1; reached < committed;) {
    reached = await eventually(async () => {
      const now = Math.min(...(await Promise.all(FOLLOWERS.map(followed))));
      if (now <= reached) throw new Error(`It follows up to ${reached} of ${committed}, and no further.`);
      return now;
    });
  }
  return performance.now() - start;
}

const numberOf = ({ cursor }: EventPage | Summary): number =>
  Number(cursor.slice(cursor.lastIndexOf('-') + 1));
