import { LIMITS, type Receipt } from '@signalbox/contracts';
import type { BodyChunks } from '../service-kit/body-chunks.ts';
import { ProblemError } from '../service-kit/problem.ts';
import { readJsonText } from '../service-kit/strict-json.ts';
import { LineSplitter, type Line } from './read-lines.ts';
import type { ReportDoor, Sent } from './report-door.ts';
import { SlicesInFlight } from './slices-in-flight.ts';
import { WRITES_PER_COMMIT } from './write-queue.ts';

/** Takes reports line by line. What is read and not yet on disk is bounded; beyond it, the sender waits. */
export async function takeLines(
  body: Pick<BodyChunks, 'next' | 'release'>,
  door: Pick<ReportDoor, 'take'>,
  told: (receipts: readonly Receipt[]) => unknown,
): Promise<void> {
  const splitter = new LineSplitter(LIMITS.ndjsonLineBytes);
  const slices = new SlicesInFlight(told);
  // What has arrived is not held back until a slice is full: its sender may wait for it, and the queue makes it up.
  const give = async (lines: readonly Line[]) => {
    for (let from = 0; from < lines.length; from += WRITES_PER_COMMIT) {
      const slice = lines.slice(from, from + WRITES_PER_COMMIT);
      const load = { items: slice.length, bytes: slice.reduce((sum, { text = '' }) => sum + text.length, 0) };
      await slices.room();
      slices.launch(door.take(slice.map(sentIn), load.bytes), load);
    }
  };
  try {
    for (let chunk = await body.next(); chunk; chunk = await body.next()) await give(splitter.push(chunk));
    await give(splitter.end());
  } finally {
    body.release();
    await slices.allLanded();
  }
}

function sentIn({ text, flaw }: Line): Sent {
  if (flaw !== undefined) return { flaw };
  try {
    return { value: readJsonText(text) };
  } catch (error) {
    if (error instanceof ProblemError) return { flaw: error.message };
    throw error;
  }
}
