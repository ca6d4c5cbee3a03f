import { setTimeout as wait } from 'node:timers/promises';
import { Sentence } from '../bootstrap/sentence.mjs';
import { waitUntilReady } from './readiness.ts';
import { describeEnding, type Ending, howItEnded, type PartPlan, RunningPart } from './running-part.ts';
import { tell } from './tell.ts';

/** A service that listens everywhere is reached here by its loopback address. */
const reachable = (address: string) =>
  address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');

/** A replica that ends at once, for as long as its database is away, shall not keep the machine busy. */
const againAfterMs = 1_000;

/**
 * The processes that were started, in their order, and what keeps them together: one that ends ends all. Only a replica
 * does not, because others do its work: it is started again.
 */
export class RunningParts {
  readonly #parts: RunningPart[] = [];
  /** What is started again when it ends, by name. */
  readonly #replicas = new Map<string, PartPlan>();
  readonly #stopping = new AbortController();
  readonly #failure = Promise.withResolvers<never>();

  /** Rejects when a part ends that should go on. */
  get failure(): Promise<never> {
    return this.#failure.promise;
  }

  /** Aborted when everything is to stop. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Gives what the part said when it was ready. */
  async start(plan: PartPlan, logs: string): Promise<string> {
    return this.#launch(plan, logs).ready();
  }

  #launch(plan: PartPlan, logs: string): RunningPart {
    this.stopping.throwIfAborted();
    const part = new RunningPart(plan, logs, tell);
    const before = this.#parts.findIndex(({ name }) => name === plan.name);
    this.#parts.splice(before < 0 ? this.#parts.length : before, before < 0 ? 0 : 1, part);
    void part.ended.then((ending) => this.#judge(plan, logs, ending));
    return part;
  }

  /** Gives the service's address, once it can do its work there. */
  async startService(plan: PartPlan, logs: string): Promise<string> {
    const address = reachable(await this.start(plan, logs));
    await waitUntilReady(plan.name, address, this.stopping);
    return address;
  }

  /** As a service, which from then on is started again at the same address when it ends; `portVariable` sets its port. */
  async startReplica(plan: PartPlan, logs: string, portVariable: string): Promise<string> {
    const address = await this.startService(plan, logs);
    this.#replicas.set(plan.name, { ...plan, env: { ...plan.env, [portVariable]: new URL(address).port } });
    return address;
  }

  /** The last that was started first: nobody loses the one that it talks to. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const part of this.#parts.toReversed()) await part.stop();
  }

  endNow() {
    this.#stopping.abort();
    for (const part of this.#parts) part.endNow();
  }

  #judge({ name, mayFinish = false }: PartPlan, logs: string, ending: Ending) {
    if (this.stopping.aborted) return;
    const replica = this.#replicas.get(name);
    if (replica) void this.#startAgain(replica, logs, ending);
    else if (mayFinish && ending.code === 0) tell(`The ${ending.part} has finished. ${ending.lastWords}`);
    else this.#failure.reject(new Sentence(describeEnding(ending)));
  }

  async #startAgain(replica: PartPlan, logs: string, ending: Ending) {
    tell(`${howItEnded(ending)}. It is started again.`);
    await wait(againAfterMs, undefined, { ref: false });
    if (!this.stopping.aborted) this.#launch(replica, logs);
  }
}
