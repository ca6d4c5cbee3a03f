import { existsSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { aptInstall, aptUpdate, hasApt, isRoot } from './apt.ts';
import { type Packages, unpackedFolder, unpackPackages } from './unpack-debian-packages.ts';

/** What the tests need, and npm does not bring. */
export interface Program {
  /** The Debian packages that bring it, its own first. */
  readonly packages: Packages;
  /** The variable that names it, where it lies in an unusual place. */
  readonly variable: string;
  /** Where it may lie, the best place first. */
  readonly places: () => string[] | Promise<string[]>;
  /** Installed, it would be started: so its packages are unpacked only. */
  readonly isServer?: boolean;
  /** What a person does where apt-get cannot. */
  readonly advice: string;
}

/** Where a program of one of these names would lie in PATH or among the machine's services. */
export function inPath(...names: string[]): string[] {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

async function find({ variable, places, packages, isServer }: Program): Promise<string | undefined> {
  const configured = process.env[variable];
  if (configured && existsSync(configured)) return configured;
  if (configured) throw new Sentence(`${variable} names ${configured}, which does not exist.`);
  const usual = (await places()).filter(Boolean);
  const unpacked = isServer ? usual.map((place) => path.join(unpackedFolder(packages), place)) : [];
  return [...usual, ...unpacked].find((place) => existsSync(place));
}

/** Gives the words of what went wrong, if anything did. */
async function bring({ packages, isServer }: Program): Promise<string> {
  try {
    if (isServer) await unpackPackages(packages);
    else if (isRoot) await aptUpdate().then(() => aptInstall(...packages));
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Where the program is: as configured, on the machine, or brought now by apt-get where that can be used. */
export async function findOrInstall(program: Program): Promise<string> {
  const found = await find(program);
  if (found) return found;
  const trouble = hasApt ? await bring(program) : '';
  const brought = await find(program);
  if (brought) return brought;
  throw new Sentence(`${program.advice}\n${trouble}`.trimEnd());
}
