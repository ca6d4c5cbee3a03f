import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

type Pieces = readonly Buffer[];

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One connection that is kept, and one request on it at a time, sent as bytes that were made before: as little work as
 * a client can have, so that what is measured is the service.
 */
export class Lane {
  readonly #port: number;
  #socket: Socket | undefined;
  #received: Buffer = Buffer.alloc(0);
  #waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async exchange(request: Pieces): Promise<Answer> {
    const socket = (this.#socket ??= this.#open());
    const answered = new Promise<Answer>((resolve, reject) => (this.#waiting = { resolve, reject }));
    // A failure is told where the answer is awaited, also while pieces are still being sent.
    answered.catch(() => undefined);
    for (const piece of request) {
      if (!socket.write(piece) && request.length > 1) await drained(socket);
    }
    return answered;
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    this.#received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#fail(socket, error));
    socket.on('close', () => this.#fail(socket, new Error('The connection was closed before the answer.')));
    return socket;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(END_OF_HEAD);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd).toLowerCase();
    const [, length] = /\ncontent-length: (\d+)/.exec(head) ?? [];
    const bodyStart = headEnd + END_OF_HEAD.length;
    if (length === undefined) return this.#answerUnlessInPieces(head);
    if (this.#received.length < bodyStart + Number(length)) return;
    const body = this.#received.subarray(bodyStart, bodyStart + Number(length));
    this.#answer({ status: Number(head.slice(9, 12)), body }, head.includes('\nconnection: close'));
  }

  #answerUnlessInPieces(head: string): void {
    if (this.#socket) this.#fail(this.#socket, new Error(`An answer without a length:\n${head}`));
  }

  /** After so many requests the service wants a fresh connection, as any keep-alive service does. */
  #answer(answer: Answer, isLast: boolean): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#received = Buffer.alloc(0);
    if (isLast) this.close();
    waiting?.resolve(answer);
  }

  #fail(socket: Socket, error: Error): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

const drained = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });
