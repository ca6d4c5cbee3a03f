import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NodeConnectionOptions } from '@nats-io/transport-node';
import { eventually } from '../eventually.ts';
import { killTest } from '../servers/killed-test.ts';
import type { Scope } from '../start-process.ts';
import { sharedNats } from './shared-nats.ts';
import { startNatsCluster } from './start-nats-cluster.ts';
import { startNats } from './start-nats.ts';

const STREAM = 'kept';
const SUBJECT = 'kept.all';

async function connectTo(t: Scope, options: NodeConnectionOptions) {
  const connection = await connect(options);
  t.after(() => connection.close());
  return { publisher: jetstream(connection), manager: await jetstreamManager(connection) };
}

const addStream = (manager: JetStreamManager, replicas = 1) =>
  manager.streams.add({ name: STREAM, subjects: [SUBJECT], storage: 'file', num_replicas: replicas });

const countIn = async (manager: JetStreamManager) => (await manager.streams.info(STREAM)).state.messages;

/** A node that the stream does not depend on: without its leader it would wait some seconds for a new one. */
async function followerOf(manager: JetStreamManager): Promise<number> {
  const { cluster } = await manager.streams.info(STREAM);
  const [replica] = cluster?.replicas ?? [];
  assert.ok(replica);
  return Number(replica.name.replace('nats-', ''));
}

it('keeps what it confirmed when it is killed, and comes back at the same place', async (t) => {
  const server = await startNats();
  t.after(() => server.stop());
  const before = await connectTo(t, { servers: server.url });
  await addStream(before.manager);
  await before.publisher.publish(SUBJECT, 'one');
  await server.kill();
  await assert.rejects(connect({ servers: server.url, reconnect: false }));
  await server.restart();
  const { manager } = await connectTo(t, { servers: server.url });
  assert.equal(await countIn(manager), 1);
});

it('is silent while it is paused', async (t) => {
  const server = await sharedNats();
  const { manager } = await connectTo(t, { servers: server.url });
  server.pause();
  const answer = manager.getAccountInfo();
  await assert.rejects(connect({ servers: server.url, reconnect: false, timeout: 100 }));
  server.resume();
  assert.ok(await answer);
});

it('takes only whom it knows', async (t) => {
  const server = await startNats({ user: 'signalbox', password: 'a "secret" $word' });
  t.after(() => server.stop());
  await assert.rejects(connect({ servers: server.url, reconnect: false }), /authorization/i);
  await connectTo(t, { servers: server.url, user: 'signalbox', pass: 'a "secret" $word' });
});

it('refuses what its disk has no room for', async (t) => {
  const server = await startNats({ maxFileStore: 200_000 });
  t.after(() => server.stop());
  const { publisher, manager } = await connectTo(t, { servers: server.url });
  await addStream(manager);
  await publisher.publish(SUBJECT, Buffer.alloc(150_000));
  await publisher.publish(SUBJECT, Buffer.alloc(150_000)); // it looks at what there is before, not after
  await assert.rejects(publisher.publish(SUBJECT, Buffer.alloc(150_000)), /insufficient resources/);
});

it('goes on as a cluster without one of its nodes, which catches up when it is back', async (t) => {
  const cluster = await startNatsCluster(3);
  t.after(() => cluster.stop());
  const { publisher, manager } = await connectTo(t, { servers: [...cluster.urls] });
  await addStream(manager, 3);
  await publisher.publish(SUBJECT, 'one');
  const follower = await followerOf(manager);
  await cluster.kill(follower);
  await eventually(() => publisher.publish(SUBJECT, 'two', { msgID: 'two', timeout: 500 }));
  await cluster.restart(follower);
  await eventually(async () => {
    const { replicas = [] } = (await manager.streams.info(STREAM)).cluster ?? {};
    assert.deepEqual(
      replicas.map(({ current }) => current),
      [true, true],
    );
  });
  assert.equal(await countIn(manager), 2);
});

it('leaves no server behind when the test that started it is killed', async () => {
  const folder = await killTest(`
    import { startNats } from ${JSON.stringify(path.join(import.meta.dirname, 'start-nats.ts'))};
    const server = await startNats();
    console.log(/Store Directory: "(.+?)\\/data/.exec(await server.log())[1]);
    setInterval(() => {}, 1000);`);
  await eventually(() => assert.ok(!existsSync(folder)));
});
