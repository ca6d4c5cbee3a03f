import type { Scope } from '../../test/support/start-process.ts';
import { startHelper } from '../helper-process.ts';
import type { LimitQuestion, LimitWindow } from '../limits/limit.ts';
import { latencyOf } from '../statistics.ts';
import { LossError } from '../stored.ts';
import type { Contestant } from '../turns.ts';

export interface RawLimit extends Contestant {
  /** Takes over everything that the product has, unmeasured. */
  fill(): Promise<void>;
}

/** A raw engine that writes again what the product wrote in its turn before. */
export async function startRawLimit(
  scope: Scope,
  given: {
    readonly name: string;
    readonly program: string;
    readonly product: string;
    readonly limit: string;
  },
): Promise<RawLimit> {
  const { name, program, product, limit } = given;
  const process = startHelper<LimitQuestion>(scope, program);
  await process.ask({ ask: 'open', product, limit });
  return {
    name,
    fill: () => process.ask({ ask: 'fill' }),
    async window() {
      const rows = await process.ask<number>({ ask: 'load' });
      const { units, milliseconds, took, cpuMicroseconds } = await process.ask<LimitWindow>({
        ask: 'insert',
      });
      if (units !== rows || units === 0) throw new LossError(`${name} wrote ${units} of ${rows} rows.`);
      return { units, milliseconds, latency: latencyOf(took), cpuMicroseconds };
    },
  };
}
