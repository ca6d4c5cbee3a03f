import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuthorizationError } from '@nats-io/transport-node';
import { BrokerRefusal } from '../message-broker.ts';
import { asRefusal } from './nats-errors.ts';

describe('a NATS server that does not let us in', () => {
  for (const [why, isForGood] of [
    ['Authorization Violation', true],
    ['User Authentication Expired', true],
    ['Authentication Timeout', false],
  ] as const) {
    it(`${isForGood ? 'refuses us for good' : 'is asked again'}: ${why}`, () => {
      const error = asRefusal(new AuthorizationError(why), 'NATS at 127.0.0.1:4222');
      assert.equal(error instanceof BrokerRefusal, isForGood);
    });
  }
});
