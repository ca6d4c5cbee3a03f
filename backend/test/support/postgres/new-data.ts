import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { testsCache } from '../../../../scripts/test/unpack-debian-packages.ts';
import type { Account } from '../servers/keep.ts';

const run = promisify(execFile);

/** The order of words is a dictionary's, so that a column which forgot to ask for another is noticed. */
const INITDB = [
  ...['-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--no-instructions', '--no-sync'],
  ...['--locale=C', '--locale-provider=icu', '--icu-locale=en-US'],
];

interface Place {
  /** Where `data` is wanted. */
  readonly folder: string;
  readonly programs: string;
  readonly account: Account;
}

/** The data of an empty server: a copy of what initdb makes, which takes it a second of a core. */
export async function newData(place: Place): Promise<void> {
  const made = await madeByInitdb(place);
  await run('cp', ['-R', made, path.join(place.folder, 'data')], { ...place.account, cwd: place.folder });
}

/** Made once for each version and account. */
async function madeByInitdb({ folder, programs, account }: Place): Promise<string> {
  const initdb = path.join(programs, 'initdb');
  const { stdout: version } = await run(initdb, ['--version'], { ...account, cwd: folder });
  const hash = createHash('sha256').update([version, account.uid, ...INITDB].join('\0'));
  const made = path.join(testsCache, `initdb-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(made)) return path.join(made, 'data');
  await mkdir(testsCache, { recursive: true });
  const workshop = await mkdtemp(path.join(testsCache, 'new-'));
  try {
    if (account.uid !== undefined) await chown(workshop, account.uid, account.gid ?? account.uid);
    await run(initdb, ['-D', path.join(workshop, 'data'), ...INITDB], { ...account, cwd: folder });
    // Whole or not at all; another that was faster has made the same.
    await rename(workshop, made).catch((error: unknown) => {
      if (!existsSync(made)) throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return path.join(made, 'data');
}
