import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toBrotli, toGzip } from '../../backend/src/event-service/compress.ts';

/** Pictures and fonts are compressed already; index.html is another each time that it is sent. */
const WORTHWHILE = /\.(css|js|json|svg|txt|webmanifest)$/;

const best = { '.br': toBrotli, '.gz': toGzip };

/**
 * Puts `main.js.br` and `main.js.gz` beside `main.js`: the best there is takes a second, which no start of a service need spend.
 * An event service may read the folder at any time: they are written to another and come whole.
 */
export async function compressFiles(folder: string): Promise<void> {
  const workshop = await mkdtemp(`${folder}-`);
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && WORTHWHILE.test(entry.name));
    for (const { parentPath, name } of files) {
      const bytes = await readFile(path.join(parentPath, name));
      for (const [ending, compress] of Object.entries(best)) {
        await writeFile(path.join(workshop, 'whole'), await compress(bytes));
        await rename(path.join(workshop, 'whole'), path.join(parentPath, name + ending));
      }
    }
  } finally {
    await rm(workshop, { recursive: true });
  }
}
