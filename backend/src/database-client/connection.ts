import { Pool, type Dispatcher } from 'undici';
import { UnreachableError } from './errors.ts';

/** Nobody on the same network needs longer; a host that swallows packets must not hold a person's click. */
const CONNECT_TIMEOUT_MS = 1_000;
/** Measured: 8 connections carry as much as 64 while the service has one core; more only wait here instead of there. */
const CONNECTIONS = 32;

export interface RawRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  /** With its query: `/v1/events?limit=50`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How long the whole call may take, from here to the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: Buffer;
}

/** A pool of connections to one service: bytes in, bytes out. */
export interface Connection {
  /** Whatever the service answers, problems too. Throws UnreachableError when there is no answer in time. */
  exchange(request: RawRequest): Promise<RawAnswer>;
  /** An answer whose body never ends by itself. `idleMs` without a byte ends it. */
  openStream(
    request: Omit<RawRequest, 'timeoutMs' | 'body'>,
    idleMs: number,
  ): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

export function connect(url: string): Connection {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, { connections: CONNECTIONS, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const unreachable = (error: unknown) => UnreachableError.from(origin, error);

  return {
    async exchange({ method, path, headers, body, timeoutMs, signal }) {
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await pool.request({
          method,
          path: base + path,
          headers: headers ?? {},
          body: body ?? null,
          signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
        });
        const bytes = Buffer.from(await answer.body.arrayBuffer());
        return { status: answer.statusCode, headers: answer.headers, body: bytes };
      } catch (error) {
        signal?.throwIfAborted();
        throw unreachable(error);
      }
    },

    async openStream({ method, path, headers, signal }, idleMs) {
      try {
        return await pool.request({
          method,
          path: base + path,
          headers: headers ?? {},
          headersTimeout: idleMs,
          bodyTimeout: idleMs,
          ...(signal && { signal }),
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw unreachable(error);
      }
    },

    // Not close(): that would wait for streams, which do not end.
    close: () => pool.destroy(),
  };
}
