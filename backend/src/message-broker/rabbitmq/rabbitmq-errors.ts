import { BrokerRefusal } from '../message-broker.ts';

/** As AMQP 0-9-1 numbers them. */
const ANSWERS = {
  ACCESS_REFUSED: 403,
  NOT_FOUND: 404,
  PRECONDITION_FAILED: 406,
  NOT_ALLOWED: 530,
} as const;

/** Whether it is this answer of the broker. */
export function isAnswerOf(error: unknown, answer: keyof typeof ANSWERS): boolean {
  return error instanceof Error && 'code' in error && error.code === ANSWERS[answer];
}

/** The error, or the refusal that it stands for. */
export function asRefusal(error: unknown, place: string): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof BrokerRefusal) return error;
  const isRefused = isAnswerOf(error, 'ACCESS_REFUSED') || /ACCESS[_-]REFUSED/.test(error.message);
  if (isRefused) {
    return new BrokerRefusal(
      `${place} refuses this user: ${error.message}. Look at user, password and permissions.`,
      {
        cause: error,
      },
    );
  }
  if (isAnswerOf(error, 'NOT_ALLOWED') || /NOT[_-]ALLOWED/.test(error.message)) {
    return new BrokerRefusal(`${place} does not let us in: ${error.message}. Look at the virtual host.`, {
      cause: error,
    });
  }
  return error;
}
