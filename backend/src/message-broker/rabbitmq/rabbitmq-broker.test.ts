import assert from 'node:assert/strict';
import { it } from 'node:test';
import { brokerAt } from '../../../test/support/broker-at.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyQueue, makeQueueOfOne } from '../../../test/support/rabbitmq/queues.ts';
import { sharedRabbitmq } from '../../../test/support/rabbitmq/shared-rabbitmq.ts';
import { observing, ownNames } from '../contract/broker-world.ts';
import { messageBrokerContract } from '../message-broker.contract.ts';

const url = async () => (await sharedRabbitmq()).url;

messageBrokerContract('RabbitMQ', url);

it('RabbitMQ that refuses a message is asked on a new channel, until it takes it', async (t) => {
  const address = await url();
  const settings = ownNames();
  const declaring = brokerAt(address, { settings });
  t.after(() => declaring.close());
  await declaring.start();
  await makeQueueOfOne(address, settings);
  const { told, observer } = observing();
  const broker = brokerAt(address, { settings: { ...settings, topology: 'check' }, observer });
  t.after(() => broker.close());
  await broker.start();
  const message = { id: 'm', subject: 'plaza-north', body: Buffer.from('{}') };
  await broker.publish(message);
  await assert.rejects(broker.publish(message));
  await assert.rejects(broker.publish(message));
  await emptyQueue(address, settings);
  await eventually(() => broker.publish(message));
  assert.deepEqual(told, ['connected'], 'the line is cut');
});
