import { Sentence } from '../bootstrap/sentence.mjs';
import { waitUntilReady } from './readiness.ts';
import { describeEnding, type Ending, type PartPlan, RunningPart } from './running-part.ts';
import { tell } from './tell.ts';

/** A service that listens everywhere is reached here by its loopback address. */
const reachable = (address: string) =>
  address.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]');

/** The processes that were started, in their order, and what keeps them together: one that ends ends all. */
export class RunningParts {
  readonly #parts: RunningPart[] = [];
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
    this.stopping.throwIfAborted();
    const part = new RunningPart(plan, logs, tell);
    this.#parts.push(part);
    void part.ended.then((ending) => this.#judge(plan, ending));
    return part.ready();
  }

  /** Gives the service's address, once it can do its work there. */
  async startService(plan: PartPlan, logs: string): Promise<string> {
    const address = reachable(await this.start(plan, logs));
    await waitUntilReady(plan.name, address, this.stopping);
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

  #judge({ mayFinish = false }: PartPlan, ending: Ending) {
    if (this.stopping.aborted) return;
    if (mayFinish && ending.code === 0) tell(`The ${ending.part} has finished. ${ending.lastWords}`);
    else this.#failure.reject(new Sentence(describeEnding(ending)));
  }
}
