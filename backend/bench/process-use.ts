import { readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the kernel's own clock does. */
const TICK_MICROSECONDS = 10_000;

/** Processor time of a process and all its threads so far, in microseconds; NaN where there is no /proc. */
export function cpuMicrosecondsOf(pid: number): number {
  // The name of the program stands in brackets, and may hold blanks: what follows it is counted from the last bracket.
  const fields = readProcess(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROSECONDS;
}

/** MiB that a process holds in memory now, or held at most; NaN where there is no /proc. */
export function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM' = 'VmRSS'): number {
  const [, kibibytes] = new RegExp(`^${which}:\\s+(\\d+) kB`, 'm').exec(readProcess(pid, 'status')) ?? [];
  return Number(kibibytes) / 1_024;
}

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
