import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Problem, ReportsAnswer } from '@signalbox/contracts';
import { startCutProxy } from '../support/cut-proxy.ts';
import { httpApiEvent } from '../support/lambda/http-events.ts';
import { ask, databaseFunctions, report } from '../support/lambda/lambda-world.ts';
import { allFailed, queueEvent, queueRecord } from '../support/lambda/queue-events.ts';
import { startPostgres, type PostgresServer } from '../support/postgres/start-postgres.ts';

const failing = { source: 'plaza-north', status: 'error', message: 'Barrier does not answer' };
const EVENTS = httpApiEvent({ path: '/v1/events' });
const UPKEEP = { signalbox: 'upkeep' };

describe('a function', () => {
  let server: PostgresServer;
  before(async () => void (server = await startPostgres({ version: 18 })));
  after(() => server.stop());

  for (const how of ['resets', 'swallows'] as const) {
    it(`does not notice that its connections died while it was frozen: the line ${how} what is sent`, async (t) => {
      const proxy = await startCutProxy(t, server.port);
      const { databaseService } = await databaseFunctions(t, { server, through: async () => proxy.port });
      await ask(databaseService, report(failing));
      await ask(databaseService, EVENTS);
      proxy.forgetAll(how);
      assert.equal((await ask(databaseService, EVENTS)).status, 200);
      const answer = await ask(databaseService, report(failing));
      assert.equal(answer.json<ReportsAnswer>().counts.created, 1);
      assert.equal(databaseService.instances.length, 1);
    });
  }

  it('answers 503 while its database is away, and goes on by itself', async (t) => {
    const { databaseService, reportQueue } = await databaseFunctions(t, { server });
    const record = queueRecord(failing);
    await ask(databaseService, report(failing));
    await server.kill();
    for (const event of [EVENTS, report(failing), httpApiEvent({ path: '/readyz' })]) {
      const { status, json, headers } = await ask(databaseService, event);
      assert.equal(status, 503);
      assert.equal(json<Problem>().type, 'urn:signalbox:problem:unavailable');
      assert.equal(headers['retry-after'], '1');
    }
    assert.equal(
      (await databaseService.invoke(UPKEEP)).failure?.errorMessage,
      'The database cannot be reached.',
    );
    // Its instance starts just now.
    assert.deepEqual((await reportQueue.invoke(queueEvent(record))).answer, allFailed(record));

    await server.restart();
    assert.equal((await ask(databaseService, EVENTS)).status, 200);
    assert.equal((await ask(databaseService, report(failing))).status, 200);
    assert.deepEqual((await databaseService.invoke(UPKEEP)).answer, { isDone: true });
    assert.deepEqual((await reportQueue.invoke(queueEvent(record))).answer, allFailed());
    assert.equal(databaseService.instances.length + reportQueue.instances.length, 2);
  });

  it('does not start on SQLite, and says so', async (t) => {
    const { databaseService } = await databaseFunctions(t, {
      server,
      env: { SIGNALBOX_DATABASE_URL: 'sqlite:events.db' },
    });
    const { failure } = await databaseService.invoke(EVENTS);
    assert.equal(failure?.errorType, 'ConfigurationError');
    assert.match(failure?.errorMessage ?? '', /^On Lambda the events are kept in PostgreSQL: /);
  });
});
