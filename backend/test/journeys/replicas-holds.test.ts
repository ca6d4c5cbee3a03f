import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createDatabaseClient } from '../../src/database-client/index.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';
import { startDatabaseService } from '../support/start-database-service.ts';

const EVENTS = 40;

it('two database services end the same holds at the same time, and the journal tells it once', async (t) => {
  const url = await freshDatabase(t, await sharedPostgres(18));
  const env = { SIGNALBOX_DATABASE_URL: url };
  const services = [
    await startDatabaseService(t, { folder: '', env }),
    await startDatabaseService(t, { folder: '', env }),
  ];
  const client = createDatabaseClient({ url: services[0]?.url ?? '' });
  t.after(() => client.close());
  const { receipts } = await client.sendReports(
    Array.from({ length: EVENTS }, (_, index) => ({
      ...{ source: 'plaza-north', key: `lane-${index}`, status: 'error' as const, message: 'It fails' },
    })),
  );
  // Later than the last of them is held, on a busy machine too.
  const holdUntil = new Date(Date.now() + 10_000).toISOString();
  const hold = { hold: 'until-time', holdUntil } as const;
  await Promise.all(receipts.map(({ id = '' }) => client.command(id, 'complete', hold, { ifMatch: '*' })));

  await eventually(async () => {
    const { total } = await client.summary({ state: ['open'] });
    assert.equal(total, EVENTS);
  });
  const { entries } = await client.changes({ after: '0', mode: 'all' });
  const ended = entries.filter(({ rule }) => rule === 'until-time.passed');
  assert.equal(ended.length, EVENTS);
  assert.equal(new Set(ended.map(({ eventId }) => eventId)).size, EVENTS);
});
