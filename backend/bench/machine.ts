import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { median } from './statistics.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Microseconds that a flush of 4 KiB at the end of a file takes, where the databases lie. */
  readonly flushMicroseconds: number;
  readonly node: string;
  readonly database: string;
}

const FLUSHES = 200;
const BLOCK = Buffer.alloc(4_096, 'x');

export function describeMachine(folder: string, database = sqliteVersion()): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: systemName(),
    flushMicroseconds: Math.round(flushMicroseconds(folder)),
    node: process.versions.node,
    database,
  };
}

export const sqliteVersion = (): string => `SQLite ${process.versions['sqlite'] ?? ofLibrary()}`;

function ofLibrary(): string {
  const db = new DatabaseSync(':memory:');
  const version = String(db.prepare('SELECT sqlite_version() AS version').get()?.['version']);
  db.close();
  return version;
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform; // not Linux
  }
}

function flushMicroseconds(folder: string): number {
  const file = path.join(folder, 'flush-probe');
  const descriptor = openSync(file, 'w');
  try {
    return median(
      Array.from({ length: FLUSHES }, () => {
        const start = performance.now();
        writeSync(descriptor, BLOCK);
        fdatasyncSync(descriptor);
        return (performance.now() - start) * 1_000;
      }),
    );
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
