/** npm test: every check and every test, and at the end one line that sums them up. */
import { parseArgs } from 'node:util';
import { Sentence } from './bootstrap/sentence.mjs';
import { inWords, sum } from './test/counts.ts';
import { runLanes } from './test/run-lanes.ts';
import { runStage } from './test/run-stage.ts';
import { groups, lanesOf } from './test/stages.ts';

function parseOptions() {
  try {
    return parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } }).values;
  } catch {
    throw new Sentence('npm test takes one option: npm test -- --only NAME (it may be repeated).');
  }
}

function wantedGroups(): string[] {
  const { only } = parseOptions();
  const unknown = only.find((name) => !groups.includes(name));
  if (unknown === undefined) return only;
  throw new Sentence(`There is no "${unknown}" to test: --only takes ${groups.join(', ')}.`);
}

try {
  const total = sum(await runLanes(lanesOf(wantedGroups()), runStage));
  console.log(inWords(total));
  if (total.failed > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Sentence ? error.message : error);
  process.exitCode = 1;
}
