import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS, ReportsQuerySchema, type Receipt } from '@signalbox/contracts';
import { requestBody } from '../../service-kit/http-app.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readQuery } from '../../service-kit/query.ts';
import { readJson } from '../../service-kit/strict-json.ts';
import { createReportDoor, type ReportDoor } from '../report-door.ts';
import { WRITES_PER_COMMIT } from '../write-queue.ts';
import type { Parts } from './parts.ts';
import { answerLines, streamReceipts } from './send-report-lines.ts';

const LINES = 'application/x-ndjson';
/** Without sign-in there is nobody whose name a report could carry. */
const CALLER = 'local';

/** Reports: one, an array, or one a line. */
export function serveSendReports(app: FastifyInstance, { queue, context, metrics }: Parts): void {
  app.addContentTypeParser(LINES, (_request, body, done) => done(null, body));
  app.post('/v1/reports', { bodyLimit: LIMITS.jsonBodyBytes }, async (request, reply) => {
    const { receipts } = readQuery(ReportsQuerySchema, request.url);
    const door = createReportDoor(queue, { source: CALLER, ...context }, request.log);
    reply.raw.once('close', () => metrics.reported(door.counts));
    if (isStream(request.body)) {
      return receipts === undefined
        ? answerLines(request.body, door)
        : streamReceipts(request.body, door, receipts, reply);
    }
    return answerJson(request, reply, door);
  });
}

const isStream = (body: unknown): body is Readable =>
  typeof body === 'object' && body !== null && 'pipe' in body;

async function answerJson(
  request: FastifyRequest,
  reply: FastifyReply,
  door: ReportDoor,
): Promise<FastifyReply> {
  const body = requestBody(request);
  const value = readJson(body);
  const receipts = Array.isArray(value)
    ? await takeMany(value, body.length, door)
    : [await door.takeOne(value, body.length)];
  return reply.send({ receipts, counts: door.counts });
}

/** In slices that each wait for their commit: a large body does not keep small ones waiting, nor fill the queue. */
async function takeMany(values: readonly unknown[], bytes: number, door: ReportDoor): Promise<Receipt[]> {
  if (values.length > LIMITS.reportsPerBody) {
    const detail = `must hold at most ${LIMITS.reportsPerBody} reports, and holds ${values.length}`;
    throw new ProblemError('too-large', `The body ${detail}.`, { errors: [{ pointer: '#', detail }] });
  }
  const receipts: Receipt[] = [];
  for (let from = 0; from < values.length; from += WRITES_PER_COMMIT) {
    const slice = values.slice(from, from + WRITES_PER_COMMIT);
    const sent = slice.map((value) => ({ value }));
    receipts.push(...(await door.take(sent, (bytes * slice.length) / values.length)));
  }
  return receipts;
}
