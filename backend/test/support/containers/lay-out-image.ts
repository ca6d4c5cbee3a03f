import { execFileSync } from 'node:child_process';
import {
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import {
  dockerfileText,
  environmentOf,
  last,
  readStages,
  root,
  type Stage,
  type Step,
  stepsOf,
} from './dockerfile.ts';
import { readIgnoredFiles } from './ignored-files.ts';
import { copyProductionModules } from './production-modules.ts';

export interface Image {
  /** What is `node` in the image. */
  readonly program: string;
  /** What is `/` in the image. */
  readonly folder: string;
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthCheck: readonly string[] | undefined;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly volumes: readonly string[];
}

/** What other stages make, and the tests have: npm's installation from its copy here, the console from its build. */
const FROM_STAGES: Readonly<Record<string, (folder: string) => void>> = {
  'modules:/app/node_modules': copyProductionModules,
  'console:/app/frontend/dist/browser': (folder) => copy('frontend/dist/browser', folder),
};
const isRoot = process.getuid?.() === 0;

/**
 * Does what the Dockerfile does for a target, step by step, in a folder of this name, and makes it read-only, but for its
 * volumes. An instruction that is not known here is an error: what is not done would not be tested.
 */
export function layOutImage(target: string, world: string): Image {
  const stages = readStages(dockerfileText());
  const folder = layOutStage(stages, target, world);
  const steps = stepsOf(stages, target);
  const [uid = NaN, gid = NaN] = (last(steps, 'USER')?.text ?? '').split(':').map(Number);
  const volumes = last(steps, 'VOLUME')?.exec ?? [];
  readOnly(folder, volumes);
  return {
    program: nodeIn(world),
    folder,
    workingFolder: workingFolderOf(steps),
    environment: environmentOf(steps),
    entrypoint: last(steps, 'ENTRYPOINT')?.exec ?? [],
    command: last(steps, 'CMD')?.exec ?? [],
    healthCheck: last(steps, 'HEALTHCHECK')?.exec,
    user: { uid, gid },
    volumes,
  };
}

/** What stages have in common is made once, and is then in each of them, as layers are. */
function layOutStage(stages: readonly Stage[], name: string, world: string): string {
  const folder = path.join(world, name);
  const stage = stages.find((one) => one.name === name);
  if (!stage || existsSync(folder)) return folder;
  mkdirSync(folder, { mode: 0o755 });
  if (stages.some((one) => one.name === stage.base)) {
    linkAll(layOutStage(stages, stage.base, world), folder);
  }
  const into = path.join(folder, workingFolderOf(stepsOf(stages, name)));
  for (const step of stage.steps) {
    if (step.keyword === 'COPY') copyStep(step, into);
    else if (step.keyword === 'RUN') runStep(step, folder);
    else if (!SAID_ONLY.includes(step.keyword)) throw new Error(`${step.keyword} is not known here.`);
  }
  return folder;
}

const workingFolderOf = (steps: readonly Step[]): string => last(steps, 'WORKDIR')?.text ?? '/';

function linkAll(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, place] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      mkdirSync(place);
      linkAll(source, place);
    } else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), place);
    else linkSync(source, place);
  }
}

/** Where this Node is installed, the image's user might not get to. */
function nodeIn(world: string): string {
  const program = path.join(world, 'program', 'node');
  mkdirSync(path.dirname(program), { recursive: true });
  if (!existsSync(program)) copyFileSync(process.execPath, program, constants.COPYFILE_FICLONE);
  return program;
}

/** They change what is said of the image, and no file of it. */
const SAID_ONLY = 'WORKDIR ENV LABEL ARG STOPSIGNAL VOLUME EXPOSE HEALTHCHECK USER ENTRYPOINT CMD'.split(' ');

function copyStep({ text, flags: { from } }: Step, into: string): void {
  const paths = text.split(/\s+/);
  const destination = paths.pop() ?? '';
  for (const source of paths) {
    const isInto = destination.endsWith('/');
    const place = path.join(into, destination, isInto ? path.basename(source) : '');
    if (from === undefined) copy(source, place, readIgnoredFiles());
    else fromStage(`${from}:${source}`, place);
  }
}

function fromStage(what: string, place: string): void {
  const make = FROM_STAGES[what];
  if (!make) throw new Error(`COPY --from: what ${what} is, is not known here.`);
  // Packages have their places from the root of the repository on.
  make(make === copyProductionModules ? path.dirname(place) : place);
}

function copy(source: string, place: string, isIgnored: (file: string) => boolean = () => false): void {
  mkdirSync(path.dirname(place), { recursive: true });
  cpSync(path.join(root, source), place, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (file) => !isIgnored(path.relative(root, file)),
  });
}

/** Its absolute paths begin in the folder; only root may give files away. */
function runStep({ exec = [] }: Step, folder: string): void {
  const [program = '', ...given] = exec;
  if (program !== 'install') throw new Error(`RUN ${program} is not known here.`);
  const isOwner = (at: number) => ['-o', '-g'].includes(given[at] ?? '');
  const allowed = given.filter((_, at) => isRoot || !(isOwner(at) || isOwner(at - 1)));
  execFileSync(
    program,
    allowed.map((one) => (one.startsWith('/') ? path.join(folder, one) : one)),
  );
}

function readOnly(folder: string, volumes: readonly string[]): void {
  const writable = volumes.map((volume) => path.posix.join(folder, volume));
  const prune = writable.flatMap((volume) => ['-path', volume, '-prune', '-o']);
  execFileSync('find', [folder, ...prune, '!', '-type', 'l', '-exec', 'chmod', 'a+rX,a-w', '{}', '+']);
}
