import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { aptGet, aptInstall, isRoot, run } from './apt.ts';

/** Readable for everybody where we are root, as PostgreSQL refuses to run as root. */
const unpacked = isRoot ? '/var/cache/signalbox-tests' : path.join(homedir(), '.cache/signalbox-tests');

/** The folder that stands for `/`, to a package that was unpacked. */
export const unpackedFolder = (name: string): string => path.join(unpacked, name);

/** What a server needs of the rest of the system; the other packages would create users and start it. */
const LIBRARY = /^ {2}Depends: ((?:lib|zlib|tzdata)\S*)$/gm;

/**
 * Brings the programs of a package without installing it: what Debian installs as a server it also sets up and starts, on a port
 * that somebody may need, and again at each start of the machine.
 */
export async function unpackPackage(name: string): Promise<void> {
  if (isRoot) {
    await aptGet(['update']);
    const { stdout } = await run('apt-cache', ['depends', '--important', name]);
    await aptInstall(...[...stdout.matchAll(LIBRARY)].map(([, library = '']) => library));
  }
  await mkdir(unpacked, { recursive: true });
  const folder = await mkdtemp(path.join(unpacked, 'new-'));
  try {
    await aptGet(['download', name], folder);
    const [archive = ''] = await readdir(folder);
    await run('dpkg', ['-x', archive, 'files'], { cwd: folder });
    // Whole or not at all; another that was faster has brought the same.
    await rename(path.join(folder, 'files'), unpackedFolder(name)).catch((error: unknown) => {
      if (!existsSync(unpackedFolder(name))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
