/** Reports out of an SQS queue, as a Lambda function: the same door as over HTTP, and partial answers for batches. */
import { readFunctionEnvironment } from '../../service-kit/lambda/function-environment.ts';
import { functionLog } from '../../service-kit/lambda/function-log.ts';
import { UnknownEventError } from '../../service-kit/lambda/unknown-event.ts';
import { databaseFunctionSettings, postgresAddress } from '../function-settings.ts';
import { createReportDoor, NOBODY_NAMED } from '../report-door.ts';
import { openFrozenEventStore } from '../store/postgres/frozen-event-store.ts';
import { SYSTEM_CONTEXT } from '../system-context.ts';
import { readBatch } from './read-records.ts';
import { takeRecords, type BatchAnswer } from './take-records.ts';

const { databaseUrl, logLevel } = readFunctionEnvironment(databaseFunctionSettings, functionLog('warn'));
const log = functionLog(logLevel);
const store = await openFrozenEventStore(postgresAddress(databaseUrl), SYSTEM_CONTEXT, (sentence) =>
  log.warn({}, sentence),
);

export async function handler(event: unknown): Promise<BatchAnswer> {
  const records = readBatch(event);
  if (records === undefined) throw new UnknownEventError(event, 'a batch of an SQS queue');
  await store.thaw();
  const door = createReportDoor({
    // One batch at a time has nobody to share its commit with, so it need not wait for any.
    queue: { add: (writes) => store.apply(writes) },
    defaults: { source: NOBODY_NAMED, ...SYSTEM_CONTEXT },
    log,
  });
  return takeRecords(records, door, log);
}
