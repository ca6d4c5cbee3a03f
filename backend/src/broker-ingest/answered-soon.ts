import type { MessageBroker } from '../message-broker/message-broker.ts';
import { ProblemError } from '../service-kit/problem.ts';

/** A broker that is away or full must not hold a person's click. */
const ANSWER_WITHIN_MS = 4_000;

/** What the broker answers; a ProblemError where it refuses, or does not answer soon. */
export async function answeredSoon<Result>(
  broker: Pick<MessageBroker, 'trouble'>,
  answer: Promise<Result>,
): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(broker.trouble ?? 'it does not answer')), ANSWER_WITHIN_MS);
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    const { message } = cause as Error;
    throw new ProblemError('unavailable', `The broker cannot be asked now: ${message}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
