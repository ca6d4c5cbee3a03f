import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import {
  LIMITS,
  PROBLEMS,
  problemType,
  type ProblemCode,
  type Receipt,
  type ReportsAnswer,
} from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readJson } from '../../service-kit/strict-json.ts';
import { readLines, type Line } from '../read-lines.ts';
import type { ReportDoor, Sent } from '../report-door.ts';
import { WRITES_PER_COMMIT } from '../write-queue.ts';

/** What one answer can hold of rejected receipts; `?receipts=errors` streams any number. */
const REJECTED_MOST = 10_000;

/** Takes reports line by line, each slice written before more is read: memory is bounded, whatever is sent. */
async function* takeLines(body: Readable, door: ReportDoor): AsyncGenerator<readonly Receipt[]> {
  let slice: Sent[] = [];
  let bytes = 0;
  const take = async () => {
    const receipts = await door.take(slice, bytes);
    slice = [];
    bytes = 0;
    return receipts;
  };
  for await (const lines of readLines(body, LIMITS.ndjsonLineBytes)) {
    for (const line of lines) {
      slice.push(sentIn(line));
      bytes += line.text?.length ?? 0;
      if (slice.length === WRITES_PER_COMMIT) yield await take();
    }
    // What has arrived is not held back until a slice is full: its sender may wait for it.
    if (slice.length > 0) yield await take();
  }
}

function sentIn({ text }: Line): Sent {
  if (text === undefined) return { flaw: `must be at most ${LIMITS.ndjsonLineBytes} bytes in one line` };
  try {
    return { value: readJson(text) };
  } catch (error) {
    if (error instanceof ProblemError) return { flaw: error.message };
    throw error;
  }
}

export async function answerLines(body: Readable, door: ReportDoor): Promise<ReportsAnswer> {
  const rejected: Receipt[] = [];
  for await (const receipts of takeLines(body, door)) {
    if (rejected.length < REJECTED_MOST)
      rejected.push(...receipts.filter(({ result }) => result === 'rejected'));
  }
  return { receipts: rejected.slice(0, REJECTED_MOST), counts: door.counts };
}

/** Streams receipts as NDJSON while the body is read; the last line has the counts, or the problem that ended it. */
export function streamReceipts(
  body: Readable,
  door: ReportDoor,
  which: 'errors' | 'all',
  reply: FastifyReply,
): FastifyReply {
  async function* lines(): AsyncGenerator<string> {
    try {
      for await (const receipts of takeLines(body, door)) {
        const told = receipts.filter(({ result }) => which === 'all' || result === 'rejected');
        if (told.length > 0) yield told.map((receipt) => `${JSON.stringify(receipt)}\n`).join('');
      }
      yield `${JSON.stringify({ counts: door.counts })}\n`;
    } catch (error) {
      // The status is sent already, so the problem comes as a line.
      yield `${JSON.stringify({ counts: door.counts, problem: problemLine(error) })}\n`;
    }
  }
  return reply.type('application/x-ndjson').send(Readable.from(lines(), { objectMode: false }));
}

function problemLine(error: unknown) {
  const code = error instanceof ProblemError ? (error.code as ProblemCode) : 'internal';
  const detail = error instanceof ProblemError ? { detail: error.message } : {};
  return { type: problemType(code), ...PROBLEMS[code], ...detail };
}
