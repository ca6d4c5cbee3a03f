/**
 * The event service as a Lambda function, behind API Gateway or a function URL, with the built console beside it. It reaches
 * the database service over HTTP, as everywhere; there the guard of that function's door is told who calls.
 */
import path from 'node:path';
import { PROBLEM_TABLE } from '@signalbox/contracts';
import { readFunctionEnvironment } from '../service-kit/lambda/function-environment.ts';
import { functionLog } from '../service-kit/lambda/function-log.ts';
import { serveHttpOf } from '../service-kit/lambda/serve-http.ts';
import { signWithRole } from '../service-kit/lambda/sign-with-role.ts';
import { UnknownEventError } from '../service-kit/lambda/unknown-event.ts';
import { buildEventService } from './app.ts';
import { eventFunctionSettings } from './function-settings.ts';

const settings = readFunctionEnvironment(eventFunctionSettings, functionLog('warn'));
const { databaseServiceUrl, signFor, region, allowedHosts, logLevel } = settings;
const app = await buildEventService({
  databaseServiceUrl,
  signCalls: signFor === 'nobody' ? undefined : signWithRole(signFor, region),
  consoleFolder: path.resolve(import.meta.dirname, settings.consoleFolder),
  allowedHosts,
  logLevel,
  frozenBetweenRequests: true,
});
await app.ready();
const serveHttp = serveHttpOf(app, PROBLEM_TABLE);

export async function handler(event: unknown): Promise<unknown> {
  const answer = serveHttp(event);
  if (answer === undefined)
    throw new UnknownEventError(event, 'an HTTP request of API Gateway or a function URL');
  return answer;
}
