import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Closing } from './closing.ts';

const isStream = (path: string) => path.startsWith('/api/stream');

/** What stands between a browser and the event service in the field: it may cut, refuse, hold or starve connections. */
export class Middlebox {
  /** What was asked through it, in order. */
  readonly asked: string[] = [];
  private readonly target: URL;
  private readonly server: http.Server;
  private readonly streams = new Set<http.ServerResponse>();
  private readonly sockets = new Set<Socket>();
  private readonly waiting: (() => void)[] = [];
  private streamedBytes = 0;
  private refused: RegExp | null = null;
  private held: RegExp | null = null;

  private constructor(target: string) {
    this.target = new URL(target);
    this.server = http.createServer((request, response) => this.answer(request, response));
    this.server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async inFrontOf(target: string, closing: Closing): Promise<Middlebox> {
    const middlebox = new Middlebox(target);
    await new Promise<void>((resolve) => middlebox.server.listen(0, '127.0.0.1', resolve));
    closing.after(() => middlebox.close());
    return middlebox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  /** How many bytes the youngest stream has brought so far. */
  get streamed(): number {
    return this.streamedBytes;
  }

  howOftenAsked(pattern: RegExp): number {
    return this.asked.filter((path) => pattern.test(path)).length;
  }

  /** Destroys every stream as it is, in the middle of a frame if need be. */
  cutStreams(): void {
    for (const stream of this.streams) stream.socket?.destroy();
  }

  /** Keeps the streams open and lets nothing more through, as a buffering proxy does. */
  starveStreams(): void {
    for (const stream of this.streams) stream.emit('starve');
  }

  /** From now on, connections for these paths are closed without an answer. */
  refuses(paths: RegExp): void {
    this.refused = paths;
  }

  /** From now on, requests for these paths wait until `releases`. */
  holds(paths: RegExp): void {
    this.held = paths;
  }

  releases(): void {
    this.refused = null;
    this.held = null;
    for (const goOn of this.waiting.splice(0)) goOn();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const path = request.url ?? '/';
    this.asked.push(path);
    if (this.refused?.test(path)) request.socket.destroy();
    else if (this.held?.test(path)) this.waiting.push(() => this.forward(request, response));
    else this.forward(request, response);
  }

  private forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method, headers, url: path = '/' } = request;
    const { hostname, port } = this.target;
    const onward = http.request({ hostname, port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
      response.once('starve', () => answer.unpipe(response).pause());
      if (isStream(path)) this.watch(response, answer);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  private watch(stream: http.ServerResponse, answer: http.IncomingMessage): void {
    this.streams.add(stream);
    this.streamedBytes = 0;
    answer.on('data', (chunk: Buffer) => (this.streamedBytes += chunk.length));
    stream.on('close', () => this.streams.delete(stream));
  }

  private async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
