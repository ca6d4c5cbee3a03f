import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { administer, freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';
import { startPostgres } from '../support/postgres/start-postgres.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';

/** Ends one of the service's connections, in whatever it is doing. */
const END_ANY = `
  SELECT pg_terminate_backend(pid) FROM (
    SELECT pid FROM pg_stat_activity WHERE application_name = 'signalbox' AND datname = '$' ORDER BY random() LIMIT 1
  ) AS chosen`;

describe('a database service on PostgreSQL', () => {
  it('loses and doubles nothing when the server ends its connections, in whatever they do', async (t) => {
    const server = await sharedPostgres(15);
    const databaseUrl = await freshDatabase(t, server);
    const service = await startDatabaseService(t, { databaseUrl });
    const load = new SimulatedLoad(t, service.url, { reports: 3_000, rate: 500 });
    const end = END_ANY.replace('$', new URL(databaseUrl).pathname.slice(1));
    for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) {
      await load.hasReached(share);
      for (let count = 0; count < 3; count += 1) await administer(server, end);
    }
    await load.endsWithNothingLost();
  });

  it('waits for a server that is killed or restarted, and goes on by itself', async (t) => {
    const server = await startPostgres({ version: 18 });
    t.after(() => server.stop());
    const databaseUrl = await freshDatabase(t, server);
    const service = await startDatabaseService(t, { databaseUrl });
    const load = new SimulatedLoad(t, service.url, { reports: 3_000, rate: 750 });
    await load.hasReached(0.3);
    await server.kill();
    await eventually(async () => {
      const ready = await fetch(`${service.url}/readyz`);
      assert.equal(ready.status, 503);
    });
    await server.restart();
    await load.hasReached(0.65);
    await server.restart();
    await load.endsWithNothingLost();
    assert.equal((await fetch(`${service.url}/readyz`)).status, 200);
  });

  it('starts before its database, and is ready when that is there', async (t) => {
    const server = await startPostgres({ version: 18 });
    t.after(() => server.stop());
    const databaseUrl = await freshDatabase(t, server);
    await server.kill();
    const service = await startDatabaseService(t, { databaseUrl, until: 'listening' });
    assert.match(
      service.stderr(),
      /does not answer \(connect ECONNREFUSED .*\); it is tried again until it does/,
    );
    const report = () =>
      fetch(`${service.url}/v1/reports`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"id":"one","status":"error","message":"disk full"}',
      });
    assert.equal((await fetch(`${service.url}/readyz`)).status, 503);
    assert.equal((await report()).status, 503);
    assert.equal((await fetch(`${service.url}/livez`)).status, 200);
    await server.restart();
    await eventually(async () => assert.equal((await fetch(`${service.url}/readyz`)).status, 200));
    assert.equal((await report()).status, 200);
  });
});
