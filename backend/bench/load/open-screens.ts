import { once } from 'node:events';
import { connect } from 'node:net';
import { type Latency, latencyOf } from '../statistics.ts';

/** What all screens saw since the last look. */
export interface Seen {
  readonly milliseconds: number;
  /** Frames with changes, of all screens. */
  readonly frames: number;
  /** Of the screen that got most of them. */
  readonly framesMost: number;
  readonly bytes: number;
  /** From the time in a change to its arrival, on some of the screens. */
  readonly latency: Latency;
  readonly samples: number;
}

/** The number of the newest entry, as the screen has it that knows least, and the one that knows most. */
export interface Newest {
  readonly least: number;
  readonly most: number;
}

export interface Screens {
  seen(): Seen;
  newest(): Newest;
}

/** Each twentieth is read closely: frames go out in the order of screens, so these stand for all. */
const SAMPLE_EVERY = 20;
const OPENING_AT_ONCE = 50;

export async function openScreens(port: number, count: number): Promise<Screens> {
  const screens = Array.from({ length: count }, (_, at) => new Screen(port, at % SAMPLE_EVERY === 0));
  for (let at = 0; at < count; at += OPENING_AT_ONCE) {
    await Promise.all(screens.slice(at, at + OPENING_AT_ONCE).map((screen) => screen.open()));
  }
  let since = performance.now();
  return {
    newest() {
      const all = screens.map((screen) => screen.newest);
      return { least: Math.min(...all), most: Math.max(...all) };
    },
    seen() {
      const now = performance.now();
      const all = screens.map((screen) => screen.look());
      const took = all.flatMap((one) => one.took);
      const seen: Seen = {
        milliseconds: now - since,
        frames: all.reduce((total, { frames }) => total + frames, 0),
        framesMost: Math.max(...all.map(({ frames }) => frames)),
        bytes: all.reduce((total, { bytes }) => total + bytes, 0),
        latency: latencyOf(took),
        samples: took.length,
      };
      since = now;
      return seen;
    },
  };
}

const CHANGE = Buffer.from('event: change');
const ID = Buffer.from('id: ');

class Screen {
  readonly #port: number;
  readonly #isSample: boolean;
  /** The number of the newest entry that it knows. */
  newest = 0;
  #rest: Buffer = Buffer.alloc(0);
  #frames = 0;
  #bytes = 0;
  #took: number[] = [];

  constructor(port: number, isSample: boolean) {
    this.#port = port;
    this.#isSample = isSample;
  }

  /** Open when the first bytes have come. */
  async open(): Promise<void> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => undefined); // ends with whoever serves it
    socket.write('GET /api/stream HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n\r\n');
    await once(socket, 'data');
  }

  look() {
    const seen = { frames: this.#frames, bytes: this.#bytes, took: this.#took };
    [this.#frames, this.#took, this.#bytes] = [0, [], 0];
    return seen;
  }

  /** A frame ends with an empty line; chunks of HTTP may cut it anywhere, so their sizes are looked over. */
  #take(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let end = data.indexOf('\n\n', from); end >= 0; end = data.indexOf('\n\n', from)) {
      this.#frame(data.subarray(from, end));
      from = end + 2;
    }
    this.#rest = data.subarray(from);
  }

  #frame(frame: Buffer): void {
    const id = frame.indexOf(ID);
    if (id >= 0) {
      const cursor = frame.toString('latin1', id + ID.length, id + ID.length + 40);
      const [, seq] = /^[0-9a-f]+-(\d+)/.exec(cursor) ?? [];
      this.newest = Math.max(this.newest, Number(seq ?? 0));
    }
    if (!frame.includes(CHANGE)) return;
    this.#frames += 1;
    if (this.#isSample) this.#measure(frame);
  }

  #measure(frame: Buffer): void {
    const now = Date.now();
    for (const [, at = ''] of frame.toString().matchAll(/"at":"([^"]+)","action"/g)) {
      this.#took.push(now - Date.parse(at));
    }
  }
}
