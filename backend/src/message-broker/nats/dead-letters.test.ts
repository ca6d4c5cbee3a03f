import assert from 'node:assert/strict';
import { it } from 'node:test';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { connectToBroker } from '../../../test/support/brokers.ts';
import { sharedNats } from '../../../test/support/nats/shared-nats.ts';
import { ownNames, textOf } from '../contract/broker-world.ts';
import { MARKS } from '../marks.ts';

it('a dead letter of NATS that cannot be unpacked is shown as it lies there, among the others', async (t) => {
  const { url } = await sharedNats();
  const names = ownNames();
  const { deadLetters } = await connectToBroker(t, url, names);
  const connection = await connect({ servers: url });
  t.after(() => connection.close());
  const manager = await jetstreamManager(connection);
  const packed = headers();
  packed.set(MARKS.packing, 'gzip');
  packed.set(MARKS.reason, 'no');
  const subject = `${names.deadSubject}.plaza-north`;
  await manager.jetstream().publish(subject, 'not packed', { headers: packed });
  await manager.jetstream().publish(subject, 'the other');

  const letters = await deadLetters.list(10);
  assert.deepEqual(letters.map(textOf), ['not packed', 'the other']);
  assert.equal(letters[0]?.reason, 'no (it could not be unpacked: incorrect header check)');
  assert.equal((await deadLetters.read(letters[0].id))?.reason, letters[0].reason);
  assert.deepEqual(
    await manager.consumers.list(names.deadStream).next(),
    [],
    'whoever looked is still there',
  );
});
