import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { OutgoingReport } from './outgoing-report.ts';
import { throughBroker } from './receiver.ts';

const report: OutgoingReport = {
  ...{ id: 'r-1', source: 'plaza-north', key: 'lane-07', time: '2026-11-22T03:17:42.123Z' },
  ...{ status: 'ok', message: 'fine' },
};

it('waits for a broker that is away no longer than somebody waits for it', async () => {
  const receiver = throughBroker({
    place: 'RabbitMQ at nowhere',
    publish: () => new Promise(() => undefined),
  });
  const ending = new AbortController();
  const sending = receiver.send([report], ending.signal);
  ending.abort(new Error('the run ends'));
  await assert.rejects(sending, /the run ends/);
  await assert.rejects(receiver.send([report], ending.signal), /the run ends/);
});
