import { ProblemError } from '../../../service-kit/problem.ts';
import { runInBackground } from '../../background-task.ts';
import { prepareDatabase, type Database } from './open-database.ts';
import { isUnreachable } from './postgres-errors.ts';

const AGAIN_MILLISECONDS = 1_000;

export interface Preparation {
  /** Refuses, as long as the database could not be prepared. */
  require(): void;
  stop(): Promise<void>;
}

/**
 * Prepares the database. One that cannot be reached now is tried again each second: a service that starts before its
 * database is not ready, and heals by itself. One that refuses us, or that we cannot use, is an error at once.
 */
export async function prepare(database: Database, tell: (sentence: string) => void): Promise<Preparation> {
  let missing: string | undefined;
  let told: string | undefined;
  const attempt = async (): Promise<void> => {
    const warnings = await prepareDatabase(database);
    missing = undefined;
    for (const warning of warnings) tell(warning);
  };
  const wait = (error: unknown): void => {
    missing = isUnreachable(error)
      ? `The database ${database.name} does not answer (${reason(error)}); it is tried again until it does.`
      : reason(error);
    if (missing !== told) tell(missing);
    told = missing;
  };

  try {
    await attempt();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    wait(error);
  }
  const again = missing === undefined ? undefined : startTryingAgain(attempt, wait);
  return {
    require() {
      if (missing !== undefined) throw new ProblemError('unavailable', 'The database cannot be reached.');
    },
    stop: async () => again?.stop(),
  };
}

function startTryingAgain(attempt: () => Promise<void>, wait: (error: unknown) => void) {
  const task = runInBackground(
    async () => {
      await attempt();
      void task.stop();
      return AGAIN_MILLISECONDS;
    },
    { retryAfter: AGAIN_MILLISECONDS, onError: wait },
  );
  return task;
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
