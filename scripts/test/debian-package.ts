import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Sentence } from '../bootstrap/sentence.mjs';

const run = promisify(execFile);

/** What the tests need, and npm does not bring. */
export interface Program {
  /** The Debian package that brings it. */
  readonly package: string;
  /** The variable that names it, where it lies in an unusual place. */
  readonly variable: string;
  /** Where it may lie, the best place first. */
  readonly places: () => string[] | Promise<string[]>;
  /** What a person does where apt-get cannot. */
  readonly advice: string;
}

/** Where a program of one of these names would lie in PATH or among the machine's services. */
export function inPath(...names: string[]): string[] {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

async function find({ variable, places }: Program): Promise<string | undefined> {
  const configured = process.env[variable];
  if (!configured) return (await places()).find((place) => place && existsSync(place));
  if (existsSync(configured)) return configured;
  throw new Sentence(`${variable} names ${configured}, which does not exist.`);
}

const canUseApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** One at a time on this machine: apt-get itself does not wait for another that reads its lists. */
const aptGet = (...args: string[]) =>
  run('flock', [path.join(tmpdir(), 'signalbox-apt.lock'), 'apt-get', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });

/** Gives apt-get's words where it did not go well. */
async function install(name: string): Promise<string> {
  try {
    await aptGet('update');
    await aptGet('install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', name);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Where the program is: as configured, on the machine, or now by apt-get where that can be used. */
export async function findOrInstall(program: Program): Promise<string> {
  const found = await find(program);
  if (found) return found;
  const trouble = canUseApt() ? await install(program.package) : '';
  const installed = await find(program);
  if (installed) return installed;
  throw new Sentence(`${program.advice}\n${trouble}`.trimEnd());
}
