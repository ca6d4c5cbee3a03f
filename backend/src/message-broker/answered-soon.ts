import type { DeadLetters, MessageBroker } from './message-broker.ts';

/** A broker that is away or full must not hold a person's click. */
const ANSWER_WITHIN_MS = 4_000;

/** What the broker answers about dead letters. Throws where it refuses, or does not answer soon: then the signal is aborted. */
export async function answeredSoon<Result>(
  broker: Pick<MessageBroker, 'deadLetters' | 'trouble'>,
  ask: (letters: DeadLetters, signal: AbortSignal) => Promise<Result>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Result> {
  const late = new AbortController();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  late.signal.addEventListener('abort', () => reject(late.signal.reason as Error));
  const timer = setTimeout(() => late.abort(new Error(broker.trouble ?? 'it does not answer')), withinMs);
  try {
    return await Promise.race([ask(broker.deadLetters, late.signal), aborted]);
  } catch (cause) {
    throw new Error(`The broker cannot be asked now: ${(cause as Error).message}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
