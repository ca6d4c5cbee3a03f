import type { Scope } from '../start-process.ts';
import { startInstance, type Instance, type InstanceOptions, type Outcome } from './instance.ts';

/** As long as the deployment gives them. */
const TIMEOUT_MS = 29_000;

export type Invoked = Outcome & {
  readonly milliseconds: number;
  /** It had to start a process for it. */
  readonly isCold: boolean;
};

/** A function as Lambda runs it: an event goes to an instance that is idle, or to a new one. */
export interface LambdaFunction {
  readonly instances: readonly Instance[];
  invoke(event: unknown, timeoutMs?: number): Promise<Invoked>;
}

export function lambdaFunction(t: Scope, options: InstanceOptions): LambdaFunction {
  const instances: Instance[] = [];
  const busy = new Set<Instance>();

  function takeIdle(): Instance | undefined {
    const idle = instances.find((one) => one.isIdle() && !busy.has(one));
    if (idle) busy.add(idle);
    return idle;
  }
  async function startAnother(): Promise<Instance> {
    const fresh = await startInstance(t, options);
    busy.add(fresh);
    instances.push(fresh);
    return fresh;
  }

  return {
    instances,
    async invoke(event, timeoutMs = TIMEOUT_MS) {
      const before = performance.now();
      const idle = takeIdle();
      const instance = idle ?? (await startAnother());
      const outcome = await instance.invoke(event, timeoutMs);
      busy.delete(instance);
      return { ...outcome, isCold: idle === undefined, milliseconds: performance.now() - before };
    },
  };
}
