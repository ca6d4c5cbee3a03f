import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { aptGet, aptInstall, aptUpdate, isRoot, run } from './apt.ts';

/** What the tests need again and again. Readable for everybody where we are root, as PostgreSQL refuses to run as root. */
export const testsCache = isRoot
  ? '/var/cache/signalbox-tests'
  : path.join(homedir(), '.cache/signalbox-tests');

/** The first is the one that is wanted; the others are what it needs to run. */
export type Packages = readonly [string, ...string[]];

/** The folder that stands for `/`, to packages that were unpacked together. */
export const unpackedFolder = ([name]: Packages): string => path.join(testsCache, name);

/** What a server needs of the rest of the system; the other packages would create users and start it. */
const LIBRARY = /^ {2}Depends: ((?:lib|zlib|tzdata)\S*)$/gm;

async function installLibraries(names: Packages): Promise<void> {
  await aptUpdate();
  const { stdout } = await run('apt-cache', ['depends', '--important', ...names]);
  const libraries = [...stdout.matchAll(LIBRARY)].map(([, library = '']) => library);
  await aptInstall(...new Set(libraries));
}

/**
 * Brings the programs of packages without installing them: what Debian installs as a server it also sets up and starts, on a
 * port that somebody may need, and again at each start of the machine.
 */
export async function unpackPackages(names: Packages): Promise<void> {
  if (isRoot) await installLibraries(names);
  await mkdir(testsCache, { recursive: true });
  const folder = await mkdtemp(path.join(testsCache, 'new-'));
  try {
    await aptGet(['download', ...names], folder);
    for (const archive of await readdir(folder)) await run('dpkg', ['-x', archive, 'files'], { cwd: folder });
    // Whole or not at all; another that was faster has brought the same.
    await rename(path.join(folder, 'files'), unpackedFolder(names)).catch((error: unknown) => {
      if (!existsSync(unpackedFolder(names))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
