import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brokerIngestApp } from '../support/broker-ingest-app.ts';
import { TESTED_NATS } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { ingestWorld } from '../support/ingest-world.ts';

const REPORTS = 1_000;

const takenBy = async (url: string): Promise<number> => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^signalbox_broker_messages_total\{outcome="taken"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
};

it('two ingests at one NATS share what comes, and nothing is lost or taken twice', async (t) => {
  const { leftovers, shared } = TESTED_NATS;
  const { url: brokerUrl } = await shared();
  const { names, client, publishes, databaseServiceUrl, ingestUrl } = await ingestWorld(t, brokerUrl);
  const second = await brokerIngestApp(t, { brokerUrl, names, databaseServiceUrl });
  for (const url of [ingestUrl, second]) {
    await eventually(async () => assert.equal((await fetch(`${url}/readyz`)).status, 200));
  }
  const reports = Array.from({ length: REPORTS }, (_none, at) => ({ status: 'error', message: `${at}` }));
  await Promise.all(reports.map((report) => publishes(report)));
  await eventually(async () => assert.equal((await client.summary()).total, REPORTS));
  await eventually(async () => assert.equal((await leftovers(brokerUrl, names)).waiting, 0));
  const shares = await Promise.all([ingestUrl, second].map(takenBy));
  assert.ok(Math.min(...shares) > 0, `one took ${shares.join(', and the other ')}`);
  assert.equal(
    shares.reduce((sum, share) => sum + share, 0),
    REPORTS,
  );
});
