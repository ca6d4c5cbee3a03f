import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';

const sqlite = 'sqlite:';

/** The SQLite file of the option or of the configuration; none where the configuration names a server. */
export function databaseFile(
  folder: string | undefined,
  url = process.env.SIGNALBOX_DATABASE_URL,
): string | undefined {
  if (folder !== undefined) return path.resolve(root, folder, 'events.db');
  if (!url) return path.join(root, 'data', 'events.db');
  return url.startsWith(sqlite) ? path.resolve(root, url.slice(sqlite.length)) : undefined;
}

/** Makes the folder of the database, and in it the one for the logs, whose path it returns. */
export function prepareLogs(file: string | undefined): string {
  const data = file ? path.dirname(file) : path.join(root, 'data');
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
