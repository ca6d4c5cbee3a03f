import { runNode } from '../tools/run-node.ts';
import { checkSteps, type CheckStep } from './check-steps.ts';

export interface Checked {
  name: string;
  ok: boolean;
  output: string;
  seconds: number;
}

/** More at once only makes each slower: the smallest machines that build this have two cores. */
const atOnce = 2;

/** Runs every check, and tells each when it is done. */
export async function runChecks(tell: (checked: Checked) => void): Promise<Checked[]> {
  const waiting = checkSteps();
  const done: Checked[] = [];
  const runOne = async ({ name, command }: CheckStep) => {
    const { code, output, seconds } = await runNode(command);
    const checked = { name, ok: code === 0, output, seconds };
    done.push(checked);
    tell(checked);
  };
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) await runOne(step);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}
