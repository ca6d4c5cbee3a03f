import { PassThrough, type Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  PROBLEMS,
  problemType,
  type ProblemCode,
  type Receipt,
  type ReportsAnswer,
} from '@signalbox/contracts';
import { BodyChunks } from '../../service-kit/body-chunks.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import type { ReportDoor } from '../report-door.ts';
import { takeLines } from '../take-lines.ts';
import type { Parts } from './parts.ts';

const LINES = 'application/x-ndjson';
/** What one answer can hold of rejected receipts; `?receipts=errors` streams any number. */
const REJECTED_MOST = 10_000;

/** Answers a request whose body is lines, of any length; undefined for one whose body is something else. */
export type AnswerLines = (
  request: FastifyRequest,
  reply: FastifyReply,
  door: ReportDoor,
  receipts: 'errors' | 'all' | undefined,
) => Promise<FastifyReply> | undefined;

export function serveSendReportLines(app: FastifyInstance, { closing, bodyIdleMs }: Parts): AnswerLines {
  app.addContentTypeParser(LINES, (_request, body, done) => done(null, body));
  return (request, reply, door, receipts) => {
    if (!isStream(request.body)) return undefined;
    const body = new BodyChunks(request.raw, { body: request.body, idleMs: bodyIdleMs, closing });
    const take = (told: (receipts: readonly Receipt[]) => unknown) => takeLines(body, door, told);
    return receipts === undefined
      ? answerOnce(reply, door, take)
      : streamReceipts({ request, reply, door, which: receipts }, take);
  };
}

const isStream = (body: unknown): body is Readable =>
  typeof body === 'object' && body !== null && 'pipe' in body;

type TakeLines = (told: (receipts: readonly Receipt[]) => unknown) => Promise<void>;

async function answerOnce(reply: FastifyReply, door: ReportDoor, take: TakeLines): Promise<FastifyReply> {
  const rejected: Receipt[] = [];
  await take((receipts) => {
    for (const receipt of receipts) {
      if (receipt.result === 'rejected' && rejected.length < REJECTED_MOST) rejected.push(receipt);
    }
  });
  const answer: ReportsAnswer = { receipts: rejected, counts: door.counts };
  return reply.send(answer);
}

interface StreamedAnswer {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly door: ReportDoor;
  readonly which: 'errors' | 'all';
}

/** Tells receipts while the body is read; the last line has the counts, and the problem if one ended it. */
async function streamReceipts(
  { request, reply, door, which }: StreamedAnswer,
  take: TakeLines,
): Promise<FastifyReply> {
  const answer = new PassThrough();
  const taken = take(async (receipts) => {
    const lines = receipts.filter(({ result }) => which === 'all' || result === 'rejected').map(asLine);
    if (lines.length > 0 && !answer.write(lines.join(''))) await drained(answer);
  });
  taken.then(
    () => answer.end(asLine({ counts: door.counts })),
    (error: unknown) => {
      // The status is sent already, so the problem comes as a line; the rest of the body is not read.
      answer.end(asLine({ counts: door.counts, problem: problemLine(error) }));
      if (!request.raw.complete) reply.raw.once('finish', () => request.raw.destroy());
    },
  );
  return reply.type(LINES).send(answer);
}

const asLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Whoever does not read what they asked for is not read from either. */
async function drained(answer: PassThrough): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  answer.once('drain', resolve).once('close', resolve);
  await promise;
  answer.off('drain', resolve).off('close', resolve);
  if (answer.destroyed) throw new ProblemError('bad-request', 'Nobody reads the receipts.');
}

function problemLine(error: unknown) {
  const code = error instanceof ProblemError ? (error.code as ProblemCode) : 'internal';
  const detail = error instanceof ProblemError ? { detail: error.message } : {};
  return { type: problemType(code), ...PROBLEMS[code], ...detail };
}
