import type { Readable } from 'node:stream';
import { ProblemError } from '../service-kit/problem.ts';

/** A line that is not blank; without text when it is longer than allowed. */
export interface Line {
  readonly text: Buffer | undefined;
}

const LINE_END = 0x0a;

/**
 * The lines of a body, as many at a time as have arrived. Holds no more than one chunk and one line: of a line that is
 * too long nothing is kept. Lines end with LF or CR LF; the last one may go without.
 */
export async function* readLines(body: Readable, maxBytes: number): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for await (const chunk of chunksOf(body)) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      lines.push(...lineOf(Buffer.concat([rest, chunk.subarray(start, end)]), isTooLong, maxBytes));
      rest = Buffer.alloc(0);
      isTooLong = false;
      start = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > maxBytes + 1) {
      isTooLong = true;
      rest = Buffer.alloc(0);
    }
    if (lines.length > 0) yield lines;
  }
  const last = lineOf(rest, isTooLong, maxBytes);
  if (last.length > 0) yield last;
}

async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw new ProblemError('bad-request', 'The body broke off.', { cause: error });
  }
}

function lineOf(bytes: Buffer, isTooLong: boolean, maxBytes: number): Line[] {
  const text = bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
  if (isTooLong || text.length > maxBytes) return [{ text: undefined }];
  return isBlank(text) ? [] : [{ text }];
}

const isBlank = (text: Buffer): boolean => text.every((byte) => byte === 0x20 || byte === 0x09);
