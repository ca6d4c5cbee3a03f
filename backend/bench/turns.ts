import { type Latency, median } from './statistics.ts';

/** One measurement of one contestant. */
export interface Window {
  readonly units: number;
  readonly milliseconds: number;
  readonly latency?: Latency;
  /** Processor time for all of its units. */
  readonly cpuMicroseconds?: number;
}

export interface Contestant {
  readonly name: string;
  window(): Promise<Window>;
}

/** The medians of all windows of a contestant. */
export interface Summed {
  /** Units a second. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time a unit. */
  readonly cpu: number;
}

/** Each contestant once, and again: so all of them see the same minutes of the machine. */
export async function inTurns(
  contestants: readonly Contestant[],
  { repeat, turn }: { readonly repeat: number; readonly turn?: (name: string, number: number) => void },
): Promise<Summed[]> {
  const windows = contestants.map((): Window[] => []);
  for (let number = 1; number <= repeat; number += 1) {
    for (const [at, contestant] of contestants.entries()) {
      turn?.(contestant.name, number);
      windows[at]?.push(await contestant.window());
    }
  }
  return windows.map(sum);
}

export const sum = (windows: readonly Window[]): Summed => ({
  rate: median(windows.map(({ units, milliseconds }) => (units * 1_000) / milliseconds)),
  p50: median(windows.map(({ latency }) => latency?.p50 ?? NaN)),
  p99: median(windows.map(({ latency }) => latency?.p99 ?? NaN)),
  cpu: median(windows.map(({ units, cpuMicroseconds = NaN }) => cpuMicroseconds / units)),
});
