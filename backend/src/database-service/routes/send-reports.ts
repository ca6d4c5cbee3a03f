import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS, ReportsQuerySchema, type Receipt } from '@signalbox/contracts';
import { requestBody } from '../../service-kit/http-app.ts';
import { readQuery } from '../../service-kit/query.ts';
import { readJson } from '../../service-kit/strict-json.ts';
import { createReportDoor, NOBODY_NAMED, refuseTooMany, type ReportDoor } from '../report-door.ts';
import { SlicesInFlight } from '../slices-in-flight.ts';
import { WRITES_PER_COMMIT } from '../write-queue.ts';
import type { Parts } from './parts.ts';
import { serveSendReportLines } from './send-report-lines.ts';

/** Reports: one, an array, or one a line. */
export function serveSendReports(app: FastifyInstance, parts: Parts): void {
  const { queue, context, metrics } = parts;
  const defaults = { source: NOBODY_NAMED, ...context };
  const openDoor = () =>
    createReportDoor({ queue, defaults, log: app.log, counted: (result) => metrics.reported(result) });
  const answerLines = serveSendReportLines(app, parts);

  app.post('/v1/reports', { bodyLimit: LIMITS.jsonBodyBytes }, (request, reply) => {
    const { receipts } = readQuery(ReportsQuerySchema, request.url);
    return answerLines(request, reply, openDoor(), receipts) ?? answerJson(request, reply, openDoor());
  });
}

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

/** In slices, each with a commit of its own: a large body does not keep small ones waiting, nor fill the queue. */
async function takeMany(values: readonly unknown[], bytes: number, door: ReportDoor): Promise<Receipt[]> {
  refuseTooMany(values);
  const receipts: Receipt[] = [];
  const slices = new SlicesInFlight((some) => receipts.push(...some));
  for (let from = 0; from < values.length; from += WRITES_PER_COMMIT) {
    const slice = values.slice(from, from + WRITES_PER_COMMIT).map((value) => ({ value }));
    const load = { items: slice.length, bytes: (bytes * slice.length) / values.length };
    await slices.room();
    slices.launch(door.take(slice, load.bytes), load);
  }
  await slices.allLanded();
  return receipts;
}
