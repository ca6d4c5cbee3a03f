import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqlite-errors.ts';

/** Long enough for a holder that is just ending, well within the 2 s in which a second process must be told. */
const PATIENCE_MILLISECONDS = 200;

export class DatabaseInUseError extends Error {}

/**
 * Makes this process the only writer of a database file, until released or killed: `<file>.lock` is a database of its
 * own, held by an exclusive transaction, which the system ends with the process. Who holds it stands in `<file>.holder`:
 * reading the lock file itself would break the lock, as closing any handle of a file drops all of its POSIX locks.
 * Keep what it returns: a lock that is collected as garbage is gone.
 */
export function lockDatabase(file: string): () => void {
  const holderFile = `${file}.holder`;
  const lock = new DatabaseSync(`${file}.lock`, { timeout: PATIENCE_MILLISECONDS });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    throw new DatabaseInUseError(`${file} is in use by ${describeHolder(holderFile)}`);
  }
  const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  writeFileSync(holderFile, JSON.stringify(holder) + '\n');
  return () => {
    rmSync(holderFile, { force: true });
    lock.close();
  };
}

function describeHolder(holderFile: string): string {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(holderFile, 'utf8')) as Record<string, unknown>;
    return `process ${String(pid)} on ${String(host)}, since ${String(since)}`;
  } catch {
    return 'another process'; // it is just starting or ending
  }
}
