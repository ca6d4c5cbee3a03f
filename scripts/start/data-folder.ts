import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import type { StartOptions } from './options.ts';

const sqlite = 'sqlite:';

export interface DatabasePlace {
  /** For the database service: the option before the configuration. */
  readonly url: string;
  /** Where it is a file. */
  readonly file: string | undefined;
  /** For what belongs to it on this machine. */
  readonly folder: string;
}

/** Where the events are kept, by the options or by the configuration. */
export function databasePlace(
  { data, database }: Pick<StartOptions, 'data' | 'database'>,
  configured = process.env.SIGNALBOX_DATABASE_URL,
): DatabasePlace {
  const folder = path.resolve(root, data ?? 'data');
  const byData = `${sqlite}${path.join(folder, 'events.db')}`;
  const url = database ?? (data === undefined && configured ? configured : byData);
  const file = url.startsWith(sqlite) ? path.resolve(root, url.slice(sqlite.length)) : undefined;
  return { url, file, folder: file ? path.dirname(file) : folder };
}

/** Makes the folder of the database, and in it the one for the logs, whose path it returns. */
export function prepareLogs({ folder: data }: DatabasePlace): string {
  const logs = path.join(data, 'logs');
  try {
    mkdirSync(logs, { recursive: true });
    for (const folder of [data, logs]) accessSync(folder, constants.W_OK);
    return logs;
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new Sentence(
      `The data folder ${data} cannot be written (${code}): choose another one with --data DIR.`,
    );
  }
}
