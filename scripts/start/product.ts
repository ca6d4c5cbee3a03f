import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { buildConsole, consoleIsStale } from '../console/console-build.ts';
import { root } from '../tools/root.ts';
import { databaseFile, prepareLogs } from './data-folder.ts';
import type { StartOptions } from './options.ts';
import { checkSimulatorOptions, databaseService, eventService, eventSimulator } from './parts.ts';
import { waitUntilReady } from './readiness.ts';
import { describeEnding, type Ending, type PartPlan, RunningPart } from './running-part.ts';

const tell = (line: string) => console.log(`  ${line}`);
const tellPart = (name: string, where: string, what = '') =>
  tell(`${name.padEnd(18)}${where.padEnd(24)}${what}`.trimEnd());

/** A service that listens everywhere is reached here by its loopback address. */
const reachable = (address: string) =>
  address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');

/** Paths as a person at the root would write them. */
const shown = (file: string) => {
  const relative = path.relative(root, file);
  return relative.startsWith('..') ? file : relative;
};

/** The three processes, from the first to the last line on the terminal. */
export class Product {
  readonly #options: StartOptions;
  readonly #parts: RunningPart[] = [];
  readonly #stopping = new AbortController();
  readonly #failure = Promise.withResolvers<never>();
  #logs = '';

  constructor(options: StartOptions) {
    this.#options = options;
  }

  /** Rejects when a part ends that should go on. */
  get failure(): Promise<never> {
    return this.#failure.promise;
  }

  /** Starts the parts in the order in which they need each other, and gives the address of the console. */
  async start(): Promise<string> {
    if (this.#options.simulator) checkSimulatorOptions(this.#options);
    const file = databaseFile(this.#options.data);
    this.#logs = prepareLogs(file);
    console.log('Signalbox');
    const databaseUrl = await this.#startService(databaseService(this.#options));
    tellPart('database service', databaseUrl, file ? shown(file) : 'on a database server');
    await this.#buildConsoleWhenStale();
    const consoleUrl = await this.#startService(eventService(this.#options, databaseUrl));
    tellPart('event service', consoleUrl);
    if (this.#options.simulator) {
      tellPart('event simulator', await this.#startPart(eventSimulator(this.#options, databaseUrl)));
    }
    tellPart('logs', shown(this.#logs));
    return consoleUrl;
  }

  /** Simulator, event service, database service: nobody loses the one that it talks to. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const part of this.#parts.toReversed()) await part.stop();
  }

  endNow() {
    this.#stopping.abort();
    for (const part of this.#parts) part.endNow();
  }

  async #buildConsoleWhenStale() {
    if (!consoleIsStale()) return;
    tell('Building the console …');
    await buildConsole(this.#stopping.signal);
  }

  async #startService(plan: PartPlan): Promise<string> {
    const address = reachable(await this.#startPart(plan));
    await waitUntilReady(plan.name, address, this.#stopping.signal);
    return address;
  }

  /** Gives what the part said when it was ready. */
  async #startPart(plan: PartPlan): Promise<string> {
    this.#stopping.signal.throwIfAborted();
    const part = new RunningPart(plan, this.#logs, tell);
    this.#parts.push(part);
    void part.ended.then((ending) => this.#judge(ending));
    return part.ready();
  }

  #judge(ending: Ending) {
    if (this.#stopping.signal.aborted) return;
    const isFinished = ending.part === 'event simulator' && ending.code === 0;
    if (isFinished) tell(`The event simulator has finished. ${ending.lastWords}`);
    else this.#failure.reject(new Sentence(describeEnding(ending)));
  }
}
