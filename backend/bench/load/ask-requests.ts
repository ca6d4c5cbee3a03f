import { type Latency, latencyOf } from '../statistics.ts';
import { Lane } from './lane.ts';

export interface Asked {
  readonly requests: number;
  readonly milliseconds: number;
  readonly latency: Latency;
  /** Bytes of all bodies. */
  readonly bytes: number;
}

export interface Questions {
  readonly port: number;
  /** Asked in turn, again and again. */
  readonly paths: readonly string[];
  readonly connections: number;
  /** At most. */
  readonly requests: number;
  /** No further question is asked after this time: a slow one shall not hold up all others. */
  readonly withinMs: number;
}

/** Asks on so many connections at once, one question after the other on each. */
export async function askRequests({
  port,
  paths,
  connections,
  requests,
  withinMs,
}: Questions): Promise<Asked> {
  const lanes = Array.from({ length: connections }, () => new Lane(port));
  const questions = paths.map((path) => [Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`)]);
  const took: number[] = [];
  const start = performance.now();
  let next = 0;
  let bytes = 0;
  const work = async (lane: Lane) => {
    while (next < requests && performance.now() - start < withinMs) {
      const at = next++ % questions.length;
      const asked = performance.now();
      const { status, body } = await lane.exchange(questions[at] ?? []);
      took.push(performance.now() - asked);
      bytes += body.length;
      if (status !== 200)
        throw new Error(`${paths[at]} answered ${status}: ${body.toString().slice(0, 500)}`);
    }
  };
  try {
    await Promise.all(lanes.map(work));
  } finally {
    for (const lane of lanes) lane.close();
  }
  return { requests: took.length, milliseconds: performance.now() - start, latency: latencyOf(took), bytes };
}
