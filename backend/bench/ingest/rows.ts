import type { Aim, Row } from '../results.ts';
import type { Summed } from '../turns.ts';
import type { ReportsRun } from './reports-work.ts';

/** What the product reached. */
export function productRow(measured: {
  readonly work: string;
  readonly product: Summed;
  readonly run: ReportsRun;
  readonly ratio?: number;
  readonly limit?: string;
  readonly aim?: Aim;
}): Row {
  const { work, product, run, ratio, limit, aim } = measured;
  const { rate, p50, p99, cpu } = product;
  return {
    work,
    rate,
    ...(ratio !== undefined && { ratio }),
    ...(limit !== undefined && { limit }),
    p50,
    p99,
    cpu,
    memory: run.memory(),
    also: describe(run),
    ...(aim && { aim }),
  };
}

/** What the limit reached in the same turns. */
export const limitRow = ({ work, limit }: { readonly work: string; readonly limit: Summed }): Row => ({
  work,
  rate: limit.rate,
  p50: limit.p50,
  p99: limit.p99,
  cpu: limit.cpu,
});

function describe(run: ReportsRun): string {
  const whole = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
  return (
    `windows of ${whole(run.reports())}; indexes complete ${whole(run.followed())} ms after the last answer, ` +
    `${whole(run.sustained())} a second up to then; sender ${run.senderCpu().toFixed(1)} µs a report`
  );
}
