import { ProblemError } from '../../../service-kit/problem.ts';
import { runInBackground } from '../../background-task.ts';
import { prepareDatabase, type Database } from './open-database.ts';
import { isUnreachable } from './postgres-errors.ts';

const AGAIN_MILLISECONDS = 1_000;
/** An empty database is ready in tenths of a second, on a busy machine in some seconds; supervisors wait for half a minute and more. */
const MOMENT_MILLISECONDS = 5_000;

export interface Preparation {
  /** Refuses, as long as the database could not be prepared. */
  require(): Promise<void>;
  stop(): Promise<void>;
}

const unreached = (cause?: unknown) =>
  new ProblemError('unavailable', 'The database cannot be reached.', { cause });

/**
 * Prepares the database. One that cannot be reached now is tried again each second: a service that starts before its
 * database is not ready, and heals by itself. So does one that finds its schema being brought up to date for longer than a
 * moment: whoever watches over it must not take it for dead. A database that refuses us, or that we cannot use, is an error at once.
 */
export async function prepare(database: Database, tell: (sentence: string) => void): Promise<Preparation> {
  const stopping = new AbortController();
  const takesLong = Promise.withResolvers<void>();
  let missing: string | undefined;
  const wait = (sentence: string): void => {
    if (sentence !== missing && !stopping.signal.aborted) tell(sentence);
    missing = sentence;
  };
  const attempt = async (): Promise<void> => {
    const warnings = await prepareDatabase(database, async (migrate) => {
      const timer = setTimeout(() => {
        wait(isMigrating(database.name));
        takesLong.resolve();
      }, MOMENT_MILLISECONDS);
      await migrate(stopping.signal).finally(() => clearTimeout(timer));
    });
    missing = undefined;
    for (const warning of warnings) tell(warning);
  };

  let first: Promise<void> | undefined = attempt();
  try {
    await Promise.race([first, takesLong.promise]);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    wait(whyNot(database.name, error));
    first = undefined;
  }
  const goOn = (): Promise<void> => {
    const next = first ?? attempt();
    first = undefined;
    return next;
  };
  const onError = (error: unknown): void => wait(whyNot(database.name, error));
  const again = missing === undefined ? undefined : startTryingAgain(goOn, onError);
  return {
    async require() {
      if (missing !== undefined) throw unreached();
    },
    async stop() {
      stopping.abort();
      await again?.stop();
    },
  };
}

/**
 * The same where nothing runs between requests: now, and where that did not work whenever somebody needs the database. It is
 * waited for, however long a migration takes, as nobody would go on with it.
 */
export async function prepareWhenNeeded(
  database: Database,
  tell: (sentence: string) => void,
): Promise<Preparation> {
  let prepared: Promise<void> | undefined;
  const attempt = async (): Promise<void> => {
    try {
      for (const warning of await prepareDatabase(database)) tell(warning);
    } catch (error) {
      prepared = undefined;
      if (!isUnreachable(error)) throw error;
      tell(whyNot(database.name, error));
      throw unreached(error);
    }
  };
  const require = (): Promise<void> => (prepared ??= attempt());
  await require().catch((error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
  });
  return { require, stop: async () => undefined };
}

const isMigrating = (name: string): string =>
  `The database ${name} is being brought up to date, by this service or by another; until that is done nothing is read or written.`;

const whyNot = (name: string, error: unknown): string =>
  isUnreachable(error)
    ? `The database ${name} does not answer (${reason(error)}); it is tried again until it does.`
    : reason(error);

/** Tries until it has worked. */
function startTryingAgain(attempt: () => Promise<void>, onError: (error: unknown) => void) {
  const task = runInBackground(
    async () => {
      await attempt();
      void task.stop();
      return AGAIN_MILLISECONDS;
    },
    { retryAfter: AGAIN_MILLISECONDS, onError },
  );
  return task;
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
