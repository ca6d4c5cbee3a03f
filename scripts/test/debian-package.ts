import { existsSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { aptGet, aptInstall, hasApt, isRoot } from './apt.ts';
import { unpackedFolder, unpackPackage } from './unpack-debian-package.ts';

/** What the tests need, and npm does not bring. */
export interface Program {
  /** The Debian package that brings it. */
  readonly package: string;
  /** The variable that names it, where it lies in an unusual place. */
  readonly variable: string;
  /** Where it may lie, the best place first. */
  readonly places: () => string[] | Promise<string[]>;
  /** Installed, it would be started: so its package is unpacked only. */
  readonly isServer?: boolean;
  /** What a person does where apt-get cannot. */
  readonly advice: string;
}

/** Where a program of one of these names would lie in PATH or among the machine's services. */
export function inPath(...names: string[]): string[] {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin'];
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

async function find({ variable, places, package: name, isServer }: Program): Promise<string | undefined> {
  const configured = process.env[variable];
  if (configured && existsSync(configured)) return configured;
  if (configured) throw new Sentence(`${variable} names ${configured}, which does not exist.`);
  const usual = (await places()).filter(Boolean);
  const unpacked = isServer ? usual.map((place) => path.join(unpackedFolder(name), place)) : [];
  return [...usual, ...unpacked].find((place) => existsSync(place));
}

/** Gives the words of what went wrong, if anything did. */
async function bring({ package: name, isServer }: Program): Promise<string> {
  try {
    if (isServer) await unpackPackage(name);
    else if (isRoot) await aptGet(['update']).then(() => aptInstall(name));
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
