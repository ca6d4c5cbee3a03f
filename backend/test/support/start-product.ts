import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { eventually } from './eventually.ts';
import type { Scope } from './start-process.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Three programs, one after the other, and before them perhaps a build of the console. */
const READY_WITHIN_MS = 120_000;

/** Which process belongs to which test: the starter hands its environment on. */
const MARK = 'TEST_OF_STARTER';

export interface ProductOptions {
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another way to the starter than directly: a shell command, which finds the arguments in "$@". */
  readonly through?: string;
}

export interface ProductEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProduct {
  readonly pid: number;
  readonly stdout: () => string;
  readonly ended: Promise<ProductEnd>;
  /** The address of the console, when everything runs. */
  consoleUrl(): Promise<string>;
  /** The process of a part: `event-service`. */
  pidOf(part: string): number;
  /** The processes of a part that has replicas. */
  pidsOf(part: string): number[];
  /** What runs of it, the starter included. */
  running(): string[];
  signal(signal: NodeJS.Signals): void;
}

/** Starts what `npm start` starts, on free ports and without a browser; it does not outlive the test. */
export function startProduct(t: Scope, options: ProductOptions = {}): StartedProduct {
  const mark = randomUUID();
  const child = spawnStarter(mark, options);
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...printed }));
  t.after(() => processesMarked(mark).forEach(({ pid }) => killAtOnce(pid)));
  const pidsOf = (part: string) =>
    processesMarked(mark)
      .filter(({ command }) => command.includes(`${part}/main.ts`))
      .map(({ pid }) => pid);
  return {
    pid: child.pid ?? 0,
    stdout: () => printed.stdout,
    ended,
    consoleUrl: () => {
      const url = () => found(/The console is at (\S+)/, printed.stdout + printed.stderr);
      return Promise.race([eventually(url, { withinMs: READY_WITHIN_MS }), ended.then(url)]);
    },
    pidOf: (part) => {
      const [pid] = pidsOf(part);
      if (pid === undefined) throw new Error(`There is no ${part}.`);
      return pid;
    },
    pidsOf,
    running: () => processesMarked(mark).map(({ command }) => command),
    signal: (signal) => child.kill(signal),
  };
}

function spawnStarter(mark: string, { arguments: given = [], env = {}, through }: ProductOptions) {
  const args = ['--no-open', '--port', '0', '--database-port', '0', ...given];
  const clean = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('SIGNALBOX_') && name !== 'NODE_TEST_CONTEXT',
  );
  const [program, ...before] = through
    ? ['/bin/sh', '-c', through, 'sh']
    : [process.execPath, 'scripts/start.ts'];
  return spawn(program ?? '', [...before, ...args], {
    cwd: root,
    env: { ...Object.fromEntries(clean), ...env, [MARK]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function found(pattern: RegExp, text: string): string {
  const [, group] = pattern.exec(text) ?? [];
  if (group === undefined) throw new Error(`Nothing like ${pattern.source} in:\n${text}`);
  return group;
}

interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

/** Read from /proc, so on Linux only: elsewhere the tests see no process and say less. */
function processesMarked(mark: string): MarkedProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProcess(pid, 'environ').includes(`${MARK}=${mark}`))
    .map((pid) => ({ pid: Number(pid), command: readProcess(pid, 'cmdline').replaceAll('\0', ' ').trim() }))
    .filter(({ command }) => command !== '');
}

function killAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself meanwhile
  }
}

function readProcess(pid: string, file: 'environ' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it ended meanwhile, or is not ours
  }
}
