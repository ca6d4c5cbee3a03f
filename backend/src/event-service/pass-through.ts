import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawAnswer, RawRequest } from '../service-kit/connection.ts';
import { acceptedCoding } from '../service-kit/accept-encoding.ts';

/** What of an answer is meant for the browser; the rest is between the services. */
const ANSWER_HEADERS = ['content-type', 'etag', 'retry-after'] as const;
/** What the browser says to the service behind. */
const REQUEST_HEADERS = ['content-type', 'if-match', 'signalbox-actor'] as const;

export interface PassThroughOptions {
  /** In the service behind, without the query. */
  readonly path: string;
  /** Instead of the query of the request; with its `?`. */
  readonly query?: string;
  /** Milliseconds that the answer may be waited for on purpose. */
  readonly waitMs?: number;
}

/** Hands a request on to a service behind, and its answer back as it comes: problems, version and bytes. */
export type PassThrough = (
  request: FastifyRequest,
  reply: FastifyReply,
  options: PassThroughOptions,
) => Promise<FastifyReply>;

const CALL_TIMEOUT_MS = 5_000;

/** Calls the service behind, and throws the problem that it is when it does not answer. */
export type CallBehind = (call: RawRequest, waitMs: number) => Promise<RawAnswer>;

export function passThroughTo(callBehind: CallBehind): PassThrough {
  return async (request, reply, { path, query = queryOf(request.url), waitMs = 0 }) => {
    const call: RawRequest = {
      method: request.method === 'POST' ? 'POST' : 'GET',
      path: path + query,
      headers: requestHeaders(request),
      timeoutMs: CALL_TIMEOUT_MS + waitMs,
      ...(Buffer.isBuffer(request.body) && { body: request.body }),
    };
    const answer = await callBehind(call, waitMs);
    for (const name of ANSWER_HEADERS) {
      const value = answer.headers[name];
      if (value !== undefined) void reply.header(name, value);
    }
    return reply.code(answer.status).send(await compress(request, reply, answer.body));
  };
}

/** What fits into one packet gains nothing. */
const COMPRESS_FROM_BYTES = 1_400;

/** A page of 50 events takes 40 kB, and a tenth of that when compressed. The ETag is the version, whatever the coding. */
async function compress(request: FastifyRequest, reply: FastifyReply, body: Buffer): Promise<Buffer> {
  if (body.length < COMPRESS_FROM_BYTES) return body;
  void reply.header('vary', 'accept-encoding');
  if (!acceptedCoding(request.headers['accept-encoding'], ['gzip'])) return body;
  void reply.header('content-encoding', 'gzip');
  return promisify(gzip)(body);
}

const queryOf = (url: string): string => (url.includes('?') ? url.slice(url.indexOf('?')) : '');

/** A program that names nobody acts as `local`, as the database service has it. */
function requestHeaders({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    REQUEST_HEADERS.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
}

/** `/v1/events/{id}`, whatever the id is. */
export const eventPath = (id: string): string => `/v1/events/${encodeURIComponent(id)}`;
