import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { BrokerRefusal } from '../../src/message-broker/message-broker.ts';
import { brokerAt } from '../support/broker-at.ts';
import { DEFAULT_NAMES } from '../support/broker-names.ts';
import { connectToBroker } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { ingestWorld } from '../support/ingest-world.ts';
import { startNats } from '../support/nats/start-nats.ts';

const paper = readFileSync(path.resolve(import.meta.dirname, '../../../docs/nats.md'), 'utf8');
const [AS_WRITTEN = ''] = /^authorization \{$.*?^\}$/ms.exec(paper) ?? [];
const FOR_CHECK = AS_WRITTEN.replace(/ *# only with --declare\n.*?(?=\n *\])/s, '');

/** A server that gives these permissions, and lets an administrator do everything. */
async function guardedNats(t: TestContext, permissions: string) {
  // On a busy machine a client may need longer than the two seconds that a server gives it.
  const more = 'timeout: 60\nusers = [\n{ user: admin, password: PASSWORD }';
  const authorization = permissions.replace('users = [', more);
  const server = await startNats({ authorization });
  t.after(() => server.stop());
  return (user: string) => server.url.replace('//', `//${user}:PASSWORD@`);
}

async function connectAs(t: TestContext, url: string) {
  const { host, username: user, password: pass } = new URL(url);
  const connection = await connect({ servers: host, user, pass });
  t.after(() => connection.close());
  return connection;
}

describe('with the permissions that the papers list', { concurrency: true }, () => {
  for (const topology of ['declare', 'check'] as const) {
    it(`an ingest with --${topology} does all of its work`, async (t) => {
      const urlOf = await guardedNats(t, topology === 'declare' ? AS_WRITTEN : FOR_CHECK);
      if (topology === 'check') await connectToBroker(t, urlOf('admin'), DEFAULT_NAMES);
      const names = { ...DEFAULT_NAMES, topology };
      const { shows, deadLetters, call } = await ingestWorld(t, urlOf('ingest'), { names });
      const source = jetstream(await connectAs(t, urlOf('plaza')));
      await source.publish('signalbox.reports.plaza-north', '{"status":"ok","message":"fine"}');
      for (const body of ['{', '[']) await source.publish('signalbox.reports.plaza-north', body);
      await shows('fine');
      const [first, second] = await deadLetters(2);
      assert.equal((await call(`/v1/dead-letters/${first?.id}`)).status, 200);
      const body = '{"status":"ok","message":"mended"}';
      assert.equal((await call(`/v1/dead-letters/${first?.id}/replay`, { body })).status, 200);
      assert.equal((await call(`/v1/dead-letters/${second?.id}/discard`, {})).status, 200);
      await shows('fine', 'mended');
      await deadLetters(0);
    });
  }

  it('an ingest with --declare may make its consumer anew', async (t) => {
    const urlOf = await guardedNats(t, AS_WRITTEN);
    await connectToBroker(t, urlOf('ingest'), DEFAULT_NAMES);
    const manager = await jetstreamManager(await connectAs(t, urlOf('ingest')));
    await manager.consumers.delete(DEFAULT_NAMES.stream, DEFAULT_NAMES.consumer);
    await connectToBroker(t, urlOf('ingest'), DEFAULT_NAMES);
  });

  it('a person sees to dead letters by command', async (t) => {
    const urlOf = await guardedNats(t, AS_WRITTEN);
    await connectToBroker(t, urlOf('admin'), DEFAULT_NAMES);
    const admin = jetstream(await connectAs(t, urlOf('admin')));
    for (const body of ['a', 'b']) await admin.publish('signalbox.dead.plaza-north', body);
    const names = { ...DEFAULT_NAMES, topology: 'check' } as const;
    const { deadLetters } = await connectToBroker(t, urlOf('person'), names);
    const [first, second] = await deadLetters.list(10);
    assert.ok(first && second);
    assert.ok(await deadLetters.read(first.id));
    assert.ok(await deadLetters.replay(first.id));
    assert.ok(await deadLetters.discard(second.id));
    assert.equal(await deadLetters.count(), 0);
  });
});

describe('a permission that is missing', { concurrency: true }, () => {
  it('is named where it is missed at the start', async (t) => {
    const urlOf = await guardedNats(t, FOR_CHECK);
    const broker = brokerAt(urlOf('ingest'));
    t.after(() => broker.close());
    await assert.rejects(broker.start(), (error) => {
      assert.ok(error instanceof BrokerRefusal);
      assert.match(
        error.message,
        /refuses this user: .*"\$JS\.API\.STREAM\.CREATE\.SIGNALBOX"\. Look at user/,
      );
      return true;
    });
  });

  it('to look at dead letters is named to whoever looks, and holds up nobody else', async (t) => {
    const missing = '$JS.API.CONSUMER.MSG.NEXT.SIGNALBOX_DEAD.';
    const urlOf = await guardedNats(t, AS_WRITTEN.replaceAll(`"${missing}`, '"none.'));
    const { publishes, shows, call, ingestUrl } = await ingestWorld(t, urlOf('ingest'), {
      names: DEFAULT_NAMES,
    });
    const admin = jetstream(await connectAs(t, urlOf('admin')));
    await admin.publish('signalbox.dead.plaza-north', '{');
    const { status, body } = await call('/v1/dead-letters');
    const text = JSON.stringify(body);
    assert.equal(status, 503, text);
    assert.ok(text.includes(missing), text);
    await publishes({ status: 'ok', message: 'fine' });
    await shows('fine');
    assert.equal((await fetch(`${ingestUrl}/readyz`)).status, 200);
  });

  for (const missing of ['$JS.API.CONSUMER.MSG.NEXT.SIGNALBOX.', '$JS.ACK.SIGNALBOX.']) {
    it(`is named where it is missed later: ${missing}`, async (t) => {
      const urlOf = await guardedNats(t, AS_WRITTEN.replace(`"${missing}`, '"none.'));
      const { publishes, ingestUrl } = await ingestWorld(t, urlOf('ingest'), { names: DEFAULT_NAMES });
      await publishes({ status: 'ok', message: 'fine' });
      await eventually(async () => {
        const text = await (await fetch(`${ingestUrl}/readyz`)).text();
        assert.ok(text.includes(missing), text);
      });
    });
  }
});
