import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DockerfileParser,
  type Instruction,
  ModifiableInstruction,
  PropertyInstruction,
} from 'dockerfile-ast';

export const root = path.resolve(import.meta.dirname, '../../../..');
export const DOCKERFILE = 'deploy/containers/Dockerfile';
export const dockerfileText = (): string => readFileSync(path.join(root, DOCKERFILE), 'utf8');

export interface Step {
  readonly keyword: string;
  /** `--from=modules` is `{ from: 'modules' }`. */
  readonly flags: Readonly<Record<string, string>>;
  /** What is not a flag, as it is written. */
  readonly text: string;
  /** The program and its arguments, or the paths, where it is written in the exec form. */
  readonly exec: readonly string[] | undefined;
  /** Of ENV, LABEL and ARG. */
  readonly properties: Readonly<Record<string, string>>;
}
export interface Stage {
  readonly name: string;
  /** Another stage, or an image from elsewhere. */
  readonly base: string;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile, in its order. */
export function readStages(text: string): Stage[] {
  const stages: (Stage & { steps: Step[] })[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const step = readStep(instruction);
    const [base = '', , name = ''] = step.text.split(/\s+/);
    if (step.keyword === 'FROM') stages.push({ name, base, steps: [] });
    else stages.at(-1)?.steps.push(step);
  }
  return stages;
}

/** All that makes a target, from the image that it begins with: the stages that it is built on, and then its own. */
export function stepsOf(stages: readonly Stage[], target: string): Step[] {
  const stage = stages.find(({ name }) => name === target);
  return stage ? [...stepsOf(stages, stage.base), ...stage.steps] : [];
}

/** What the last step of a kind says: it takes the place of those before. */
export const last = (steps: readonly Step[], keyword: string): Step | undefined =>
  steps.findLast((step) => step.keyword === keyword);

/** All environment variables that a target sets. */
export const environmentOf = (steps: readonly Step[]): Record<string, string> =>
  Object.assign({}, ...propertiesOf(steps, 'ENV')) as Record<string, string>;

export const propertiesOf = (steps: readonly Step[], keyword: string) =>
  steps.filter((step) => step.keyword === keyword).map(({ properties }) => properties);

function readStep(instruction: Instruction): Step {
  const text = (instruction.getRawArgumentsContent() ?? '').replace(/\\\n\s*/g, ' ');
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  const properties = instruction instanceof PropertyInstruction ? instruction.getProperties() : [];
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    text: text.replace(/^(--\S+\s+)+/, ''),
    exec: readExec(text),
    properties: Object.fromEntries(properties.map((one) => [one.getName(), one.getValue() ?? ''])),
  };
}

function readExec(text: string): string[] | undefined {
  const [array] = /\[.*\]$/s.exec(text) ?? [];
  return array === undefined ? undefined : (JSON.parse(array) as string[]);
}
