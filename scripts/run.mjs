/**
 * node scripts/run.mjs FILE [ARGUMENTS]
 *
 * The door that every npm script goes through: makes sure that the dependencies are installed and runs FILE on the
 * project's own Node, whichever Node and npm the machine has. Must itself run on Node 20.
 */
import { installWhatIsMissing } from './bootstrap/installation.mjs';
import { compileCache, pathWithPinnedNode, pinnedNode } from './bootstrap/pinned-node.mjs';
import { runInForeground } from './bootstrap/run-in-foreground.mjs';
import { Sentence } from './bootstrap/sentence.mjs';

try {
  await installWhatIsMissing();
  process.env.PATH = pathWithPinnedNode();
  process.env.NODE_COMPILE_CACHE ??= compileCache;
  process.exitCode = await runInForeground(pinnedNode(), process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Sentence)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
