import type { Scope } from '../../test/support/start-process.ts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { startHelper } from '../helper-process.ts';
import type { Asked, Questions } from '../load/ask-requests.ts';
import { cpuMicrosecondsOf } from '../process-use.ts';
import { type Contestant, inTurns, type Summed } from '../turns.ts';

export interface Asking {
  readonly name: string;
  readonly service: Pick<BenchService, 'port' | 'pid'>;
  readonly paths: readonly string[];
  readonly connections?: number;
}

/** Asks several things in turns; the process that asks is shared. */
export type AskInTurns = (askings: readonly Asking[], requests?: number) => Promise<Summed[]>;

const CONNECTIONS = 4;
/** In one window: a p99 that is the median of five of them rests on a thousand. */
const REQUESTS = 200;
const IN_SHORT = 12;
const WITHIN_MS = 2_000;

export function startAsking(scope: Scope, world: BenchWorld): AskInTurns {
  const helper = startHelper<Questions>(scope, 'load/ask-process.ts');
  const contestant = (
    { name, service, paths, connections = CONNECTIONS }: Asking,
    requests: number,
  ): Contestant => ({
    name,
    async window() {
      const cpu = cpuMicrosecondsOf(service.pid);
      const asked = await helper.ask<Asked>({
        port: service.port,
        paths,
        connections,
        requests,
        withinMs: WITHIN_MS,
      });
      const { requests: units, milliseconds, latency } = asked;
      return {
        units,
        milliseconds,
        latency,
        cpuMicroseconds: cpuMicrosecondsOf(service.pid) - cpu,
      };
    },
  });
  return (askings, requests = REQUESTS) =>
    inTurns(
      askings.map((asking) => contestant(asking, world.short ? IN_SHORT : requests)),
      { repeat: world.repeat, turn: (name, number) => world.progress.at(`${name}, turn ${number}`) },
    );
}
