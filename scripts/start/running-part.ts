import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import { PartLog, type Tells } from './part-log.ts';

/** A service closes in milliseconds; where a request hangs it ends itself after 25 s. */
const stopBoundMs = 30_000;

/** A cold start on two busy cores takes 2 seconds; a migration of a large database may take more. */
const readyBoundMs = 60_000;

export interface PartPlan {
  name: string;
  /** Node's arguments: the script and what it is given. */
  command: string[];
  /** Instead of Node. */
  program?: string;
  env?: NodeJS.ProcessEnv;
  /** The repository's root, where nothing else is said. */
  cwd?: string;
  /** What reaches the terminal; all of it is in the log. */
  tells?: Tells;
  /** Whether a good end of it is none of the whole. */
  mayFinish?: boolean;
  /** The line of stdout by which the part says that it works; its first group is what `ready` gives. */
  readyLine?: RegExp;
}

export interface Ending {
  part: string;
  /** 0 is a good end; null came by a signal. */
  code: number | null;
  lastWords: string;
}

/** One process of the product, in a process group of its own, so that a terminal's Ctrl-C reaches the starter alone. */
export class RunningPart {
  readonly name: string;
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #tell: (line: string) => void;
  readonly #readyText: Promise<string>;

  constructor(plan: PartPlan, logs: string, tell: (line: string) => void) {
    const {
      name,
      command,
      program = process.execPath,
      env = {},
      cwd = root,
      tells = 'warnings',
      readyLine,
    } = plan;
    this.name = name;
    this.#tell = tell;
    const log = new PartLog({
      file: path.join(logs, `${name.replaceAll(' ', '-')}.log`),
      tells,
      tell: (line) => tell(`${name}: ${line}`),
    });
    const child = spawn(program, command, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    this.#child = child;
    createInterface({ input: child.stderr }).on('line', (line) => log.addError(line));
    const { promise, resolve } = Promise.withResolvers<string>();
    if (!readyLine) resolve('');
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.addOutput(line);
      const found = readyLine?.exec(stripVTControlCharacters(line));
      if (found) resolve(found[1] ?? line);
    });
    this.#readyText = promise;
    this.ended = new Promise((settle) => {
      // Whoever is killed says nothing of it: its last line is of better times.
      const end = (code: number | null) =>
        settle({ part: name, code, lastWords: code === null ? log.complaint : log.lastWords });
      child.once('error', (error) => log.addError(error.message));
      child.once('close', end);
    });
  }

  /** What the ready line said, or its last words where it has finished its work already. */
  async ready(): Promise<string> {
    const late = Promise.withResolvers<never>();
    const bound = setTimeout(
      () => late.reject(new Sentence(`The ${this.name} was not ready within ${readyBoundMs / 1000} s.`)),
      readyBoundMs,
    ).unref();
    const finished = this.ended.then(({ lastWords }) => lastWords);
    const text = await Promise.race([this.#readyText, finished, late.promise]);
    clearTimeout(bound);
    return text;
  }

  /** Asks it to close, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM');
    const bound = setTimeout(() => {
      this.#tell(`The ${this.name} did not stop within ${stopBoundMs / 1000} s and was ended.`);
      this.endNow();
    }, stopBoundMs);
    await this.ended;
    clearTimeout(bound);
    this.endNow(); // what it may have started and left behind
  }

  endNow() {
    this.#signal('SIGKILL');
  }

  #signal(signal: NodeJS.Signals) {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // ESRCH: the whole group is gone already
    }
  }
}

export const howItEnded = ({ part, code }: Ending): string =>
  `The ${part} ${code === null ? 'was killed' : `ended with code ${code}`}`;

export function describeEnding(ending: Ending): string {
  const words = ending.lastWords.replace(/^[a-z-]+: /, ''); // it says its name, as we do
  return `${howItEnded(ending)}${words ? `: ${words}` : '.'}`;
}
