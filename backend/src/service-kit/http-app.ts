import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { isUnhurried } from './body-chunks.ts';
import { decompress } from './decompress.ts';
import { asProblem, connectionProblem } from './framework-problems.ts';
import { answerUnknownRoutes } from './not-found.ts';
import { describeProblem, ProblemError, type ProblemTable } from './problem.ts';
import { hostCheck, refuseCrossSiteWrites } from './refuse-foreign.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface HttpAppOptions {
  readonly problems: ProblemTable;
  /** Host names served besides those of loopback. */
  readonly allowedHosts?: readonly string[];
  readonly logLevel?: string;
  /** Bytes of a JSON body after decompression; routes may set their own. */
  readonly bodyLimit?: number;
  /** Milliseconds that a whole request may take to arrive; bodies read as `BodyChunks` have a bound of their own. */
  readonly requestTimeout?: number;
  /** Milliseconds: how exactly that is kept. */
  readonly checkConnectionsEvery?: number;
}

const LIMITS = {
  maxHeaderSize: 16 * 1_024, // Node's default, stated because the API promises it
  headersTimeout: 15_000,
  requestTimeout: 30_000, // Fastify's own default is none at all; of the two, Node takes the longer for this one
  connectionsCheckingInterval: 5_000, // how exactly the two above are kept
  maxRequestsPerSocket: 1_000,
  maxConnections: 4_096,
  bodyLimit: 1_024 * 1_024,
  maxParamLength: 1_024,
};

/** How much of a refused body is still read, so that its sender sees the answer and not a reset connection. */
const DRAIN = { bytes: 64 * 1_024 * 1_024, milliseconds: 2_000 };

/**
 * A Fastify application with everything that does not know what it serves: limits, refusals of foreign requests,
 * problem+json for every error, the framework's included, and security headers. JSON bodies come to the routes as bytes
 * (`requestBody`): they are read by `readJson` or passed on as they are.
 */
export function buildHttpApp(options: HttpAppOptions): FastifyInstance {
  const { problems, requestTimeout = LIMITS.requestTimeout } = options;
  const app = fastify({
    logger: { level: options.logLevel ?? 'info', stream: process.stderr },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimit ?? LIMITS.bodyLimit,
    requestTimeout,
    maxRequestsPerSocket: LIMITS.maxRequestsPerSocket,
    return503OnClosing: false, // what was accepted is answered, also while closing
    routerOptions: { maxParamLength: LIMITS.maxParamLength },
    // A request gets its id when there is something to tell about it: most never do.
    genReqId: () => '',
    childLoggerFactory: (logger) => logger,
    http: {
      maxHeaderSize: LIMITS.maxHeaderSize,
      headersTimeout: Math.min(LIMITS.headersTimeout, requestTimeout),
      connectionsCheckingInterval: options.checkConnectionsEvery ?? LIMITS.connectionsCheckingInterval,
      requireHostHeader: false, // refused by hostCheck, as a problem
    },
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, problems),
    frameworkErrors: (error, request, reply) => {
      void reply.headers(SECURITY_HEADERS);
      void sendProblem(error, request, reply, problems);
    },
  });
  app.server.maxConnections = LIMITS.maxConnections;
  readBodiesAsBytes(app);
  guardRequests(app, options.allowedHosts ?? []);
  answerUnknownRoutes(app);
  closeWhatBecomesIdle(app);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, problems));
  return app;
}

function readBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.headers['content-encoding'] === undefined) return done(null, payload);
    try {
      done(null, decompress(request.headers, payload as IncomingMessage));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Closing ends idle connections once; those that answer then become idle later, and would be kept for 72 s. */
function closeWhatBecomesIdle(app: FastifyInstance): void {
  let timer: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    timer = setInterval(() => app.server.closeIdleConnections(), 50);
  });
  app.addHook('onClose', async () => clearInterval(timer));
}

/** The bytes of the body of a write. */
export function requestBody(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  throw new ProblemError('unsupported-media-type', 'A body of Content-Type application/json is required.', {
    errors: [{ header: 'Content-Type', detail: 'must be application/json' }],
  });
}

function guardRequests(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const checkHost = hostCheck(allowedHosts);
  // With a callback: a promise for each request would cost more than what is done here.
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS);
    try {
      checkHost(request);
      refuseCrossSiteWrites(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
}

async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  problems: ProblemTable,
) {
  const problem = asProblem(error) ?? new ProblemError('internal');
  const id = randomUUIDv7();
  if (problem.code === 'internal')
    request.log.error({ err: error, reqId: id, route: request.routeOptions.url }, 'unforeseen error');
  const { status, headers, body } = describeProblem(problem, problems, id);
  await drain(request.raw, problem);
  // Nobody would wait for the rest of the body any more, nor end a connection on which it never comes.
  if (!request.raw.complete) void reply.header('connection', 'close');
  return reply
    .code(status)
    .headers(SECURITY_HEADERS)
    .headers(headers)
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(body);
}

async function drain(request: IncomingMessage, { code }: ProblemError): Promise<void> {
  if (request.complete || request.readableEnded || request.destroyed) return;
  if (code === 'request-timeout') return; // its sender does not send
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, DRAIN.milliseconds);
    let left = DRAIN.bytes;
    request.on('data', (chunk: Buffer) => ((left -= chunk.length) < 0 ? resolve() : undefined));
    for (const end of ['end', 'close', 'error']) request.once(end, () => (clearTimeout(timer), resolve()));
    request.unpipe();
    request.resume();
  });
}

/** There is no request yet, so the answer is written by hand. */
function refuseConnection(error: Error & { code?: string }, socket: Socket, problems: ProblemTable): void {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && isUnhurried(socket)) return;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = describeProblem(connectionProblem(error), problems, randomUUIDv7());
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...SECURITY_HEADERS,
    ...headers,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${String(body.title)}\r\n${lines.join('')}\r\n${text}`);
}
