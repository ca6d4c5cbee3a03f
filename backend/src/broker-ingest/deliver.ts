import type { EventReport, Receipt } from '@signalbox/contracts';
import {
  type DatabaseClient,
  isPassing,
  ProblemAnswerError,
  retrying,
  UnreachableError,
} from '../database-client/index.ts';
import type { IncomingMessage, Letter } from '../message-broker/message-broker.ts';
import type { IngestObserver } from './ingest-loop.ts';
import { letterOf } from './letter-of.ts';

/** A message that was read, on its way to the database service. */
export interface Taken {
  readonly message: IncomingMessage;
  readonly reports: readonly unknown[];
  readonly isArray: boolean;
}

/** What became of messages. */
export interface Delivered {
  /** On disk, or known already. */
  readonly taken: readonly IncomingMessage[];
  /** For good. */
  readonly refused: readonly Refused[];
  /** For this time. */
  readonly failed: readonly Failed[];
}
interface Refused {
  readonly message: IncomingMessage;
  readonly letter: Letter;
}
interface Failed {
  readonly message: IncomingMessage;
  readonly reason: string;
}

export interface DeliverOptions {
  readonly client: Pick<DatabaseClient, 'sendReports' | 'raw'>;
  readonly observer: Pick<IngestObserver, 'held' | 'resumed'>;
  readonly delivered: (what: Delivered) => void;
  /** Ends waiting for a service that is away. */
  readonly signal: AbortSignal;
}

/** The service may be stopped in the midst of a batch. When the same batch fails again, something in it may be the reason. */
const FAILURES_OF_A_BATCH = 2;

/**
 * Sends a batch until it is known what became of each message, or until it is time to end. When a batch fails as a whole,
 * halves of it tell which message is to blame, and the others are taken.
 */
export async function deliver(batch: readonly Taken[], options: DeliverOptions, failures = 0): Promise<void> {
  const ours = batch.filter(({ message }) => !message.isLost);
  if (ours.length === 0 || options.signal.aborted) return;
  const error = await send(ours, options);
  if (error === undefined || options.signal.aborted) return;

  if (!isForGood(error)) {
    const isCounted = !isBusy(error) && !isMisdirected(error);
    await untilReady(error, options, isCounted);
    if (!isCounted || failures + 1 < FAILURES_OF_A_BATCH)
      return deliver(ours, options, failures + Number(isCounted));
  }
  const [only] = ours;
  if (ours.length === 1 && only) return options.delivered(failureOf(only, error));
  const middle = Math.ceil(ours.length / 2);
  await deliver(ours.slice(0, middle), options, failures);
  await deliver(ours.slice(middle), options, failures);
}

/** Gives what went wrong, if anything did. */
async function send(
  batch: readonly Taken[],
  { client, delivered }: DeliverOptions,
): Promise<Error | undefined> {
  const reports = batch.flatMap((taken) => taken.reports) as EventReport[];
  try {
    const { receipts } = reports.length > 0 ? await client.sendReports(reports) : { receipts: [] };
    delivered(whatBecame(batch, receipts));
    return undefined;
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof ProblemAnswerError) return error;
    throw error;
  }
}

function whatBecame(batch: readonly Taken[], receipts: readonly Receipt[]): Delivered {
  const what = { taken: [] as IncomingMessage[], refused: [] as Refused[], failed: [] as Failed[] };
  let from = 0;
  for (const one of batch) {
    const { message } = one;
    const rejected = receipts
      .slice(from, from + one.reports.length)
      .filter(({ result }) => result === 'rejected')
      .map((receipt) => ({ ...receipt, index: receipt.index - from }));
    from += one.reports.length;
    if (rejected.length === 0) what.taken.push(message);
    else if (mayPass(one, rejected)) what.failed.push({ message, reason: rejected[0]?.reason ?? '' });
    else what.refused.push({ message, letter: letterOf(one, rejected) });
  }
  return what;
}

/** What names nothing in a report is the service's fault, and may pass; of an array, if what was taken of it is known again. */
const mayPass = ({ message, isArray }: Taken, rejected: readonly Receipt[]): boolean =>
  rejected.every(({ pointer }) => pointer === undefined) && (!isArray || message.id !== undefined);

function failureOf({ message }: Taken, error: Error): Delivered {
  const reason = error.message;
  return isForGood(error)
    ? { taken: [], refused: [{ message, letter: { reason } }], failed: [] }
    : { taken: [], refused: [], failed: [{ message, reason }] };
}

const REFUSALS = new Set([400, 413, 422]);

/** It was read and refused: sent again it would be refused again. */
const isForGood = (error: Error): boolean =>
  error instanceof ProblemAnswerError && REFUSALS.has(error.status);

/** Whatever answers is not the database service, or does not know us: a setting is wrong, and no message is to blame. */
export const isMisdirected = (error: Error): boolean =>
  error instanceof ProblemAnswerError && error.status < 500 && !isForGood(error) && !isPassing(error);

/** It has more to do than it can: that says nothing about what it was asked. */
const isBusy = (error: Error): boolean =>
  error instanceof ProblemAnswerError && (error.status === 429 || error.problem.type.endsWith(':busy'));

/** Waits until the service says that it can do its work, or until it is time to end; for a moment even if it says so at once. */
async function untilReady(
  error: Error,
  { client, observer, signal }: DeliverOptions,
  isAskedAtOnce: boolean,
): Promise<void> {
  observer.held(error);
  let isFirst = !isAskedAtOnce;
  const ask = async () => {
    if (isFirst) {
      isFirst = false;
      throw isPassing(error) ? error : new UnreachableError(error.message, { cause: error });
    }
    const { status } = await client.raw({ method: 'GET', path: '/readyz', signal });
    if (status !== 200) throw new UnreachableError(`The database service is not ready (${status})`);
  };
  try {
    await retrying(ask, { signal });
    observer.resumed();
  } catch (failure) {
    if (!signal.aborted) throw failure;
  }
}
