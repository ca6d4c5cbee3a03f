/**
 * The database service as a Lambda function, on PostgreSQL: behind API Gateway or a function URL, and called by a schedule for
 * its upkeep. One process answers one event at a time, and is frozen in between.
 */
import { PROBLEM_TABLE } from '@signalbox/contracts';
import { readFunctionEnvironment } from '../service-kit/lambda/function-environment.ts';
import { functionLog } from '../service-kit/lambda/function-log.ts';
import { serveHttpOf } from '../service-kit/lambda/serve-http.ts';
import { UnknownEventError } from '../service-kit/lambda/unknown-event.ts';
import { buildDatabaseService } from './app.ts';
import { databaseFunctionSettings, postgresAddress } from './function-settings.ts';
import { openFrozenEventStore } from './store/postgres/frozen-event-store.ts';
import { SYSTEM_CONTEXT } from './system-context.ts';
import { doUpkeep, isUpkeepEvent } from './upkeep.ts';

const settings = readFunctionEnvironment(databaseFunctionSettings, functionLog('warn'));
const log = functionLog(settings.logLevel);
const store = await openFrozenEventStore(postgresAddress(settings.databaseUrl), SYSTEM_CONTEXT, (sentence) =>
  log.warn({}, sentence),
);
const app = await buildDatabaseService({ store, ...settings, frozenBetweenRequests: true });
await app.ready();
const serveHttp = serveHttpOf(app, PROBLEM_TABLE);

/** For the longest step, and for the answer. */
const UPKEEP_LEAVES_MS = 5_000;

export async function handler(
  event: unknown,
  context: { readonly getRemainingTimeInMillis: () => number },
): Promise<unknown> {
  await store.thaw();
  if (isUpkeepEvent(event)) {
    const hasTime = () => context.getRemainingTimeInMillis() > UPKEEP_LEAVES_MS;
    const isDone = await doUpkeep({ store, deduplicationDays: settings.deduplicationDays, hasTime });
    if (!isDone) log.warn({}, 'the upkeep did not come to its end in time, and goes on the next time');
    return { isDone };
  }
  const answer = serveHttp(event);
  if (answer === undefined)
    throw new UnknownEventError(event, 'an HTTP request of API Gateway or a function URL, nor the upkeep');
  return answer;
}
