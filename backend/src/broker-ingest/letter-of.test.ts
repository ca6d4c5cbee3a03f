import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Receipt } from '@signalbox/contracts';
import type { IncomingMessage } from '../message-broker/message-broker.ts';
import { letterOf } from './letter-of.ts';

const message = (id?: string): IncomingMessage => ({
  ...{ id, body: Buffer.from('[]'), subject: 's', attempts: 0, isLost: false },
});
const rejected = (index: number, pointer: string): Receipt => ({
  ...{ index, pointer, result: 'rejected', reason: 'is required' },
});

describe('what is put aside of a message', () => {
  it('is the message, with what is wrong in it, when it holds one report', () => {
    const taken = { message: message(), reports: [{}], isArray: false };
    assert.deepEqual(letterOf(taken, [rejected(0, '#/41/status')]), { reason: '#/status is required' });
  });

  it('is the message, when none of its reports was taken', () => {
    const taken = { message: message(), reports: [{}, {}], isArray: true };
    assert.deepEqual(letterOf(taken, [rejected(0, '#/41/status'), rejected(1, '#/42/message')]), {
      reason: '#/0/status is required; #/1/message is required',
    });
  });

  it('is only what was rejected, by a name of its own, when the others were taken', () => {
    const reports = [{ n: 0 }, { n: 1 }, { n: 2 }];
    const letter = letterOf({ message: message('m-1'), reports, isArray: true }, [rejected(1, '#/7/status')]);
    assert.equal(letter.reason, '#/1/status is required (the 2 others in the message were taken)');
    assert.equal(letter.remains?.id, 'm-1/rejected');
    assert.deepEqual(JSON.parse(Buffer.from(letter.remains.body).toString()), [{ n: 1 }]);
  });

  it('tells of one other that was taken as of one', () => {
    const letter = letterOf({ message: message(), reports: [{}, {}], isArray: true }, [
      rejected(0, '#/7/status'),
    ]);
    assert.match(letter.reason, / \(the other one in the message was taken\)$/);
  });

  it('tells of a few faults, and how many more there are', () => {
    const reports = Array.from({ length: 9 }, () => ({}));
    const faults = reports.map((_, index) => rejected(index, `#/${index}/status`));
    const { reason } = letterOf({ message: message(), reports, isArray: true }, faults);
    assert.match(reason, /#\/4\/status is required; and 4 more$/);
  });
});
