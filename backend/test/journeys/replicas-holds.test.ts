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
  const holdUntil = new Date(Date.now() + 2_000).toISOString();
  for (const { id = '' } of receipts)
    await client.command(id, 'complete', { hold: 'until-time', holdUntil }, { ifMatch: '*' });

  await eventually(
    async () => {
      const { total } = await client.summary({ state: ['open'] });
      assert.equal(total, EVENTS);
    },
    { withinMs: 30_000 },
  );
  const { entries } = await client.changes({ after: '0', mode: 'all' });
  const ended = entries.filter(({ rule }) => rule === 'until-time.passed');
  assert.equal(ended.length, EVENTS);
  assert.equal(new Set(ended.map(({ eventId }) => eventId)).size, EVENTS);
});
