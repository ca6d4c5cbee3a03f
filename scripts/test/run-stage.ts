import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import { complaint, type Outcome } from './complaint.ts';
import { type Counts, inWords, none } from './counts.ts';
import { keepOutput } from './runners.ts';
import type { Stage } from './stages.ts';

async function outcomeOf({ run }: Stage): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    const output = error instanceof Sentence ? error.message : String((error as Error).stack);
    return { counts: none, code: 1, output };
  }
}

/** The part of a long output that says what failed: node --test repeats it at the end. */
function essence(output: string): string {
  const failing = output.lastIndexOf('✖ failing tests:');
  return (failing < 0 ? output : output.slice(failing)).trimEnd();
}

/**
 * Runs a stage, and prints a line when it begins and a line when it is over, with its output where it failed: whole lines, as others
 * run beside it. A stage that fails without a failed test counts as one.
 */
export async function runStage(stage: Stage): Promise<Counts> {
  const started = performance.now();
  console.log(`… ${stage.name}`);
  const outcome = await outcomeOf(stage);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const wrong = complaint(outcome, Boolean(process.env.CI));
  console.log(`${wrong ? '✖' : '✔'} ${stage.name.padEnd(16)} ${inWords(outcome.counts)} (${seconds} s)`);
  const log = keepOutput(stage.name, outcome.output);
  if (!wrong) return outcome.counts;
  console.log(
    `\n${essence(outcome.output)}\n\n${stage.name}: ${wrong}. Whole output: ${path.relative(root, log)}\n`,
  );
  return { ...outcome.counts, failed: Math.max(1, outcome.counts.failed) };
}
