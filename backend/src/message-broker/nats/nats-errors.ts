import { AuthorizationError, PermissionViolationError } from '@nats-io/transport-node';
import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { BrokerRefusal } from '../message-broker.ts';

const ABSENT: readonly number[] = [JetStreamApiCodes.StreamNotFound, JetStreamApiCodes.ConsumerNotFound];

/** Whether it says that there is no such stream or consumer. */
export const isAbsent = (error: unknown): boolean =>
  error instanceof JetStreamApiError && ABSENT.includes(error.code);

/** The error, or the refusal that it stands for. */
export function asRefusal(error: unknown, place: string): Error {
  if (error instanceof AuthorizationError || error instanceof PermissionViolationError) {
    return new BrokerRefusal(
      `${place} refuses this user: ${error.message}. Look at user, password and permissions.`,
      {
        cause: error,
      },
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
