import type { Change } from '@signalbox/contracts';
import { sseFrameOfJson } from '../../service-kit/sse-frame.ts';

/** Half of what may wait for a browser: a frame alone must never make it look slow. 500 usual entries take 450 kB. */
const FRAME_BYTES_MOST = 512 * 1_024;

/** What changed up to a cursor, as one frame; what is too much for a frame becomes "read your page anew". */
export function changeFrame(cursor: string, entries: readonly Change[], refresh: boolean): Buffer {
  const frame = frameOf(cursor, refresh ? [] : entries, refresh);
  return frame.length <= FRAME_BYTES_MOST ? frame : frameOf(cursor, [], true);
}

const COMMA = Buffer.from(',');

function frameOf(cursor: string, entries: readonly Change[], refresh: boolean): Buffer {
  const json = Buffer.concat([
    Buffer.from(`{"cursor":${JSON.stringify(cursor)},"entries":[`),
    ...entries.flatMap((entry, index) => (index === 0 ? [textOf(entry)] : [COMMA, textOf(entry)])),
    Buffer.from(`],"refresh":${refresh}}`),
  ]);
  return sseFrameOfJson({ event: 'change', id: cursor }, json);
}

/** Filters are many and changes pass most of them: each is written once, for as long as somebody holds it. */
const texts = new WeakMap<Change, Buffer>();

function textOf(change: Change): Buffer {
  const known = texts.get(change);
  if (known) return known;
  const text = Buffer.from(JSON.stringify(change));
  texts.set(change, text);
  return text;
}
