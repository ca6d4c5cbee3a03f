import { type BrokerAddress, placeOf } from '../broker-url.ts';
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

/** With it the broker answers where it shall open a virtual host; amqplib does not tell with which words. */
const NOT_OPENED = /^Expected ConnectionOpenOk; got <ConnectionClose/;

/** The error, or the refusal that it stands for. */
export function asRefusal(error: unknown, address: BrokerAddress): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof BrokerRefusal) return error;
  const place = placeOf(address);
  const isRefused = isAnswerOf(error, 'ACCESS_REFUSED') || /ACCESS[_-]REFUSED/.test(error.message);
  if (isRefused) {
    return new BrokerRefusal(
      `${place} refuses this user: ${error.message}. Look at user, password and permissions.`,
      { cause: error },
    );
  }
  if (NOT_OPENED.test(error.message) || isAnswerOf(error, 'NOT_ALLOWED')) {
    return new BrokerRefusal(
      `${place} does not let us into its virtual host "${address.virtualHost}": it has none of this name, ` +
        'this user has no permissions there, or it takes no more connections.',
      { cause: error },
    );
  }
  return error;
}
