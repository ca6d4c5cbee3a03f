/** npm run bundle:lambda: what is deployed to Lambda, into backend/dist/lambda. */
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildConsole, consoleIsStale } from '../../scripts/console/console-build.ts';
import { root } from '../../scripts/tools/root.ts';
import { bundleLambda } from './lambda-bundles.ts';

const folder = path.join(root, 'backend/dist/lambda');

await rm(folder, { recursive: true, force: true });
for (const { name, bytes } of await bundleLambda(folder)) {
  console.log(`${name}.mjs: ${(bytes / 1_024 / 1_024).toFixed(2)} MB`);
}
if (consoleIsStale()) {
  console.log('Building the console …');
  await buildConsole();
}
await cp(path.join(root, 'frontend/dist/browser'), path.join(folder, 'console'), { recursive: true });
console.log(`They are in ${path.relative(root, folder)}, with the console beside them.`);
