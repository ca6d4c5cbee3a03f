import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ended, Scope, StartedProcess } from '../start-process.ts';
import type { Image } from './lay-out-image.ts';

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of the image's own. */
  readonly arguments?: readonly string[];
}

export interface Container extends StartedProcess {
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Runs what the image runs: its command in its folder, with its environment and nothing of ours, as its user. Where the
 * tests are not run by root, it runs as the user who runs them.
 */
export function runImage(t: Scope, image: Image, { env = {}, arguments: given }: RunOptions = {}): Container {
  const environment = { ...image.environment, ...env };
  const child = spawnIn(image, [...image.entrypoint, ...(given ?? image.command)], environment);
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
  const ended = once(child, 'close').then((): Ended => ({
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
    environment,
  };
}

/** Runs the image's health check beside it. */
export async function checkHealth(image: Image, { environment }: Container) {
  const child = spawnIn(image, image.healthCheck ?? [], environment);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  return { code: child.exitCode, output };
}

/** Paths of the image begin in its folder, and what is temporary has no place at all: nothing may need one. */
function spawnIn(image: Image, [program = '', ...given]: readonly string[], env: Container['environment']) {
  const { folder, workingFolder, user, volumes } = image;
  if (program !== 'node') throw new Error(`The image runs ${program}, and not node.`);
  const here = (text: string) =>
    volumes.reduce((result, volume) => result.replace(`:${volume}/`, `:${folder}${volume}/`), text);
  return spawn(image.program, given, {
    cwd: path.join(folder, workingFolder),
    env: {
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, here(value)])),
      TMPDIR: '/nonexistent',
      HOME: '/nonexistent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(process.getuid?.() === 0 && user),
  });
}

/** Mebibytes that a process has in memory now. */
export const memoryOf = ({ pid }: Container): number =>
  process.platform === 'linux'
    ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024
    : NaN;

/** Names, times, sizes and modes of everything in the image but what is in its volumes. */
export function contentOf({ folder, volumes }: Image): Set<string> {
  const places = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const isOurs = (place: string) => !volumes.some((volume) => `/${place}/`.startsWith(`${volume}/`));
  const described = places.filter(isOurs).map((place) => {
    const { mtimeMs, size, mode } = lstatSync(path.join(folder, place));
    return `${place} ${mtimeMs} ${size} ${mode.toString(8)}`;
  });
  return new Set(described);
}
