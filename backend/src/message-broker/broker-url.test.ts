import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseBrokerUrl, placeOf, withoutPassword } from './broker-url.ts';

describe('the address of a broker', () => {
  it('names a RabbitMQ, with user and virtual host', () => {
    assert.deepEqual(parseBrokerUrl('amqp://ana:p%40ss@mq.internal/plaza%2Fnorth'), {
      kind: 'rabbitmq',
      isEncrypted: false,
      hosts: [{ hostname: 'mq.internal', port: 5672 }],
      username: 'ana',
      password: 'p@ss',
      virtualHost: 'plaza/north',
    });
  });

  it('names several hosts of one cluster', () => {
    const address = parseBrokerUrl('nats://ana:x@n1,n2:4223,[::1]:4224');
    assert.deepEqual(address?.hosts, [
      { hostname: 'n1', port: 4222 },
      { hostname: 'n2', port: 4223 },
      { hostname: '[::1]', port: 4224 },
    ]);
  });

  it('knows encrypted ones', () => {
    assert.equal(parseBrokerUrl('amqps://mq')?.hosts[0]?.port, 5671);
    assert.equal(parseBrokerUrl('tls://nats')?.isEncrypted, true);
  });

  it('is told to people without user and password', () => {
    const address = parseBrokerUrl('nats://ana:secret@n1,n2:4223');
    assert.equal(address && placeOf(address), 'NATS at n1:4222, n2:4223');
  });

  it('does not tell its password either where it is wrong', () => {
    assert.equal(withoutPassword('amqp://ana:secret@mq:x/b'), 'amqp://…@mq:x/b');
  });

  for (const text of [
    '',
    'mq',
    'http://mq',
    'amqp://',
    'amqp://mq:99999',
    'amqp://a%zz@mq',
    'amqp://mq/a/b',
  ]) {
    it(`is not "${text}"`, () => assert.equal(parseBrokerUrl(text), undefined));
  }
});
