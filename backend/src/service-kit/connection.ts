import { Pool, type Dispatcher } from 'undici';
import { UnreachableError } from './unreachable-error.ts';

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

/** What of a request is signed; with the name of the host that it goes to. */
export type SignRequest = (
  request: Pick<RawRequest, 'method' | 'path' | 'body'> & {
    readonly host: string;
    readonly headers: Readonly<Record<string, string>>;
  },
) => { readonly path: string; readonly headers: Readonly<Record<string, string>> };

export interface ConnectOptions {
  readonly url: string;
  /** Proves to whoever guards the service who it is that calls. */
  readonly sign?: SignRequest | undefined;
  /**
   * Whether a connection is kept for the next call, as it is by default. A process that is frozen meanwhile would not hear
   * that it has ended, and send a command to nobody.
   */
  readonly keepsConnections?: boolean;
}

const unsigned: SignRequest = ({ path, headers }) => ({ path, headers });

export function connect({ url, sign = unsigned, keepsConnections = true }: ConnectOptions): Connection {
  const { origin, host, pathname } = new URL(url);
  const base = pathname.replace(/\/$/, '');
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    pipelining: keepsConnections ? 1 : 0,
  });
  const unreachable = (error: unknown) => UnreachableError.from(origin, error);

  return {
    async exchange({ timeoutMs, signal, ...request }) {
      signal?.throwIfAborted();
      const answer = new WholeAnswer(timeoutMs, signal);
      const { method, body = null, headers = {} } = request;
      try {
        const signed = sign({ ...request, headers, host, path: base + request.path });
        pool.dispatch({ method, ...signed, body }, answer);
        return await answer.promise;
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

/**
 * Collects one answer for whoever waits for it. Written for `dispatch`, below undici's `request`: a stream and two abort
 * signals for each call cost a gateway more than the call itself.
 */
class WholeAnswer implements Dispatcher.DispatchHandler {
  readonly promise: Promise<RawAnswer>;
  private readonly resolve: (answer: RawAnswer) => void;
  private readonly reject: (error: Error) => void;
  private readonly timer: NodeJS.Timeout;
  private readonly signal: AbortSignal | undefined;
  private controller: Dispatcher.DispatchController | undefined;
  private given: Error | undefined;
  private status = 0;
  private headers: RawAnswer['headers'] = {};
  private readonly chunks: Buffer[] = [];

  constructor(timeoutMs: number, signal: AbortSignal | undefined) {
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    this.promise = promise;
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(
      () => this.giveUp(new DOMException('no answer in time', 'TimeoutError')),
      timeoutMs,
    );
    this.signal = signal;
    signal?.addEventListener('abort', this.abort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Given up while it waited for a connection.
    if (this.given) controller.abort(this.given);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: RawAnswer['headers'],
  ): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.finish();
    const [first] = this.chunks;
    const body = first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    this.resolve({ status: this.status, headers: this.headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.finish();
    this.reject(error);
  }

  private readonly abort = (): void => this.giveUp(this.signal?.reason as Error);

  private giveUp(error: Error): void {
    this.finish();
    this.given = error;
    this.controller?.abort(error);
    this.reject(error);
  }

  private finish(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.abort);
  }
}
