import type { Change, ChangesAnswer } from '@signalbox/contracts';
import { sseFrame } from '../../service-kit/sse-frame.ts';

/** Half of what may wait for a browser: a frame alone must never make it look slow. 500 usual entries take 450 kB. */
const FRAME_BYTES_MOST = 512 * 1_024;

/** What changed up to a cursor, as one frame; what is too much for a frame becomes "read your page anew". */
export function changeFrame(cursor: string, entries: readonly Change[], refresh: boolean): Buffer {
  const frame = encode({ cursor, entries: refresh ? [] : [...entries], refresh });
  return frame.length <= FRAME_BYTES_MOST ? frame : encode({ cursor, entries: [], refresh: true });
}

const encode = (answer: ChangesAnswer): Buffer =>
  Buffer.from(sseFrame({ event: 'change', id: answer.cursor, data: answer }));
