import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressFiles } from './compress-files.ts';

it('puts the compressed beside each file of a kind that becomes smaller, and nothing else', async (t) => {
  const world = await mkdtemp(path.join(tmpdir(), 'signalbox-'));
  t.after(() => rm(world, { recursive: true }));
  const folder = path.join(world, 'browser');
  await mkdir(path.join(folder, 'media'), { recursive: true });
  for (const name of ['index.html', 'main.js', 'media/font.woff2'])
    await writeFile(path.join(folder, name), name);
  await compressFiles(folder);
  const names = await readdir(world, { recursive: true });
  assert.deepEqual(names.sort(), [
    'browser',
    'browser/index.html',
    'browser/main.js',
    'browser/main.js.br',
    'browser/main.js.gz',
    'browser/media',
    'browser/media/font.woff2',
  ]);
  assert.equal(brotliDecompressSync(await readFile(path.join(folder, 'main.js.br'))).toString(), 'main.js');
  assert.equal(gunzipSync(await readFile(path.join(folder, 'main.js.gz'))).toString(), 'main.js');
});
