import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { Connection } from 'rabbitmq-client';
import { eventually } from '../eventually.ts';
import { killTest } from '../servers/killed-test.ts';
import type { Scope } from '../start-process.ts';
import { sharedRabbitmq } from './shared-rabbitmq.ts';
import { startRabbitmqCluster } from './start-rabbitmq-cluster.ts';

const QUORUM = { durable: true, arguments: { 'x-queue-type': 'quorum' } } as const;

async function connectTo(t: Scope, url: string) {
  const connection = new Connection({ url, retryLow: 50, retryHigh: 200 });
  connection.on('error', () => undefined); // it connects again
  const publisher = connection.createPublisher({ confirm: true, maxAttempts: 10 });
  t.after(async () => {
    await publisher.close(); // a connection waits for its publishers
    await connection.close();
  });
  return { connection, publisher };
}

const countIn = async (connection: Connection, queue: string) =>
  (await connection.queueDeclare({ queue, passive: true })).messageCount;

it('keeps what it confirmed when it is killed, and comes back at the same place', async (t) => {
  const server = await sharedRabbitmq();
  const { connection, publisher } = await connectTo(t, server.url);
  await connection.queueDeclare({ queue: 'kept', ...QUORUM });
  await publisher.send('kept', 'one');
  await server.kill();
  await server.restart();
  await eventually(async () => assert.equal(await countIn(connection, 'kept'), 1));
});

it('blocks publishers while its disk is full', async (t) => {
  const server = await sharedRabbitmq();
  const { connection, publisher } = await connectTo(t, server.url);
  const reader = await connectTo(t, server.url); // nothing more is read from who publishes
  await connection.queueDeclare({ queue: 'blocked', durable: true });
  const blocked = once(connection, 'connection.blocked');
  await server.fillDisk();
  const sent = publisher.send('blocked', 'one');
  await blocked;
  assert.equal(await countIn(reader.connection, 'blocked'), 0);
  await server.emptyDisk();
  await sent;
  assert.equal(await countIn(reader.connection, 'blocked'), 1);
});

it('is silent while it is paused', async (t) => {
  const server = await sharedRabbitmq();
  const { connection } = await connectTo(t, server.url);
  await connection.queueDeclare({ queue: 'silent', durable: true });
  server.pause();
  const answer = countIn(connection, 'silent');
  const other = new Connection({ url: server.url });
  other.on('error', () => undefined);
  await assert.rejects(other.onConnect(200));
  server.resume();
  assert.equal(await answer, 0);
  await other.close();
});

it('is told what to do by its own tools', async () => {
  const server = await sharedRabbitmq();
  assert.match(await server.ctl('list_users', '--silent'), /^guest\t/m);
  assert.equal(await server.evaluate('node()'), 'rabbit@localhost');
});

it('goes on as a cluster without one of its nodes, which catches up when it is back', async (t) => {
  const cluster = await startRabbitmqCluster(3, { user: 'signalbox', password: 'a "secret" \\ word' });
  t.after(() => cluster.stop());
  const [, second] = cluster.nodes;
  assert.ok(second);
  const { connection, publisher } = await connectTo(t, second.url);
  await connection.queueDeclare({ queue: 'kept', ...QUORUM });
  await publisher.send('kept', 'one');
  await cluster.kill(0);
  await publisher.send('kept', 'two');
  await cluster.restart(0);
  await eventually(async () => {
    const members = await second.ctl('list_queues', 'online', '--silent');
    assert.equal(members.match(/rabbit-\d@localhost/g)?.length, 3);
  });
  assert.equal(await countIn(connection, 'kept'), 2);
});

it('leaves no server behind when the test that started it is killed', async () => {
  const folder = await killTest(`
    import { startRabbitmq } from ${JSON.stringify(path.join(import.meta.dirname, 'start-rabbitmq.ts'))};
    const server = await startRabbitmq();
    console.log(/home dir +: (.+)/.exec(await server.log())[1]);
    setInterval(() => {}, 1000);`);
  await eventually(() => assert.ok(!existsSync(folder)));
});
