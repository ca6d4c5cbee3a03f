import { spawn } from 'node:child_process';
import { root } from './root.ts';

export interface Finished {
  code: number;
  /** stdout and stderr, as they came. */
  output: string;
  seconds: number;
}

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Ends the program when it is aborted. */
  signal?: AbortSignal;
  /** A program that hangs is a failure, not a wait for ever. */
  limitMinutes?: number;
}

/** What we keep ends in logs, so it is plain unless a person watches, or asks for colours. */
const colours = process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' };

/** Runs a script on this Node and keeps what it prints. Never rejects: a program that cannot run has failed. */
export function runNode(args: string[], options: RunOptions = {}): Promise<Finished> {
  const { cwd = root, env = {}, signal, limitMinutes = 20 } = options;
  const started = performance.now();
  return new Promise((resolve) => {
    let output = '';
    const finish = (code: number) => resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...colours, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal && { signal }),
    });
    const limit = setTimeout(() => {
      output += `\nStill running after ${limitMinutes} minutes: ended.\n`;
      child.kill('SIGKILL');
    }, limitMinutes * 60_000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => (output += `\n${error.message}\n`));
    child.once('close', (code) => {
      clearTimeout(limit);
      finish(code ?? 1);
    });
  });
}
