import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { runNode } from '../tools/run-node.ts';

const planted = `
import { it } from 'node:test';
it('passes', () => {});
it('fails', () => { throw new Error('as it should'); });
it('takes too long', { timeout: 20 }, () => new Promise((resolve) => setTimeout(resolve, 1000)));
it.skip('is skipped', () => {});
it.todo('is to be written');
`;

it('counts what node --test ran', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-'));
  t.after(() => rm(folder, { recursive: true }));
  const [file, report] = [path.join(folder, 'planted.test.ts'), path.join(folder, 'counts.json')];
  await writeFile(file, planted);
  const reporter = path.join(import.meta.dirname, 'node-counts-reporter.mjs');
  await runNode(['--test', `--test-reporter=${reporter}`, `--test-reporter-destination=${report}`, file], {
    env: { NODE_TEST_CONTEXT: undefined },
  });
  assert.deepEqual(JSON.parse(await readFile(report, 'utf8')), { passed: 1, failed: 2, skipped: 2 });
});
