import { AuthorizationError, PermissionViolationError } from '@nats-io/transport-node';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { BrokerRefusal } from '../message-broker.ts';

const ABSENT: readonly number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound];

/** Whether it says that there is no such stream or consumer. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof JetStreamApiError && ABSENT.includes(error.code);

/** What stays so until a person changes it; that servers are missing, or room, passes. */
const FOR_GOOD: readonly number[] = [
  10_065, // subjects overlap with those of another stream
  10_074, // more than one copy, and no cluster
  10_099, // somebody else consumes the stream
  10_100, // the same subjects of it
];

/** Whether it cannot be made as it was asked for. */
export const isImpossible = (error: unknown): error is JetStreamApiError =>
  error instanceof JetStreamApiError && FOR_GOOD.includes(error.code);

/** A busy server, or a busy machine of ours, was too slow: that passes. */
const TOO_LATE = /authentication timeout/i;

/** Of a request that was not permitted it is the cause. */
const isRefused = (error: unknown): boolean =>
  (error instanceof AuthorizationError && !TOO_LATE.test(error.message)) ||
  error instanceof PermissionViolationError;

/** The error, or the refusal that it stands for. */
export function asRefusal(error: unknown, place: string): Error {
  if (error instanceof Error && (isRefused(error) || isRefused(error.cause))) {
    return new BrokerRefusal(
      `${place} refuses this user: ${error.message}. Look at user, password and permissions.`,
      { cause: error },
    );
  }
  if (error instanceof Error && error.name === 'JetStreamNotEnabled') {
    return new BrokerRefusal(
      `${place} has no JetStream: start the server with -js, or allow it for this account.`,
      {
        cause: error,
      },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}
