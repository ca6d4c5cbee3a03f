import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
/** A cold start of Node on a busy machine takes a second or two, and a full disk makes it longer. */
const READY_WITHIN_MS = 60_000;

/** Whatever ends what was started in it: a test of node:test, or a fixture. */
export interface Scope {
  after(end: () => unknown): void;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedProcess {
  readonly pid: number;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<Ended>;
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

export interface StartOptions {
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands that run before it, in the same process: `ulimit -f 4096`. */
  readonly shellBefore?: string;
}

/** Starts a program of the product (`backend/src/…/main.ts`) as a process of its own; it does not outlive its scope. */
export function startProcess(t: Scope, program: string, options: StartOptions = {}): StartedProcess {
  const child = spawnProgram(path.join(root, program), options);
  const printed = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = once(child, 'close').then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    ...printed,
  }));
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  t.after(() => end('SIGKILL'));
  return {
    pid: child.pid ?? 0,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    end,
  };
}

function spawnProgram(
  file: string,
  { arguments: given = [], env = {}, shellBefore }: StartOptions,
): ChildProcess {
  const clean = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('SIGNALBOX_') && name !== 'NODE_TEST_CONTEXT',
  );
  const spawnOptions: SpawnOptions = {
    cwd: root,
    env: { ...Object.fromEntries(clean), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  };
  if (shellBefore === undefined) return spawn(process.execPath, [file, ...given], spawnOptions);
  const script = `${shellBefore} && exec "$0" "$@"`;
  return spawn('/bin/sh', ['-c', script, process.execPath, file, ...given], spawnOptions);
}

/** Waits for a line of stdout; throws with everything printed when the process ends first. */
export async function lineOf(started: StartedProcess, pattern: RegExp): Promise<RegExpExecArray> {
  const deadline = AbortSignal.timeout(READY_WITHIN_MS);
  let over: Ended | undefined;
  void started.ended.then((ended) => (over = ended));
  for (;;) {
    const found = pattern.exec(started.stdout());
    if (found) return found;
    if (over || deadline.aborted) {
      throw new Error(`No line like ${pattern.source}. It printed:\n${started.stdout()}${started.stderr()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
