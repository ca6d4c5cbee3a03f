import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Line } from './line.ts';
import { BrokerRefusal } from './message-broker.ts';

function lineOf(...names: string[]) {
  const told: string[] = [];
  const line = new Line({
    connected: () => told.push('connected'),
    lost: (reason) => told.push(`lost: ${reason}`),
    refused: ({ message }) => told.push(`refused: ${message}`),
  });
  return { line, told, parts: names.map((name) => line.part(name)) };
}

describe('the line to a broker', () => {
  it('is well when each of its connections is', () => {
    const { line, told, parts } = lineOf('publisher', 'consumer');
    parts[0]?.connected();
    assert.equal(line.trouble, 'not connected yet');
    parts[1]?.connected();
    assert.deepEqual([line.trouble, told], [undefined, ['connected']]);
  });

  it('tells once that it is lost, however often it is looked for, and once that it is there again', () => {
    const { told, parts } = lineOf('publisher');
    parts[0]?.connected();
    for (const reason of ['cut', 'nobody listens', 'nobody listens']) parts[0]?.lost(reason);
    parts[0]?.connected();
    assert.deepEqual(told, ['connected', 'lost: cut', 'connected']);
  });

  it('is not well while something that is done by it fails', () => {
    const { line, told, parts } = lineOf('publisher');
    const step = line.step('dead letters');
    parts[0]?.connected();
    step.connected();
    for (const _time of [1, 2]) step.lost('nobody receives them');
    assert.equal(line.trouble, 'nobody receives them');
    step.connected();
    assert.equal(line.trouble, undefined);
    assert.deepEqual(told, ['connected', 'lost: nobody receives them', 'connected']);
  });

  it('tells each refusal once', () => {
    const { line, told, parts } = lineOf('publisher');
    for (const what of ['no such user', 'no such user', 'no such queue']) {
      parts[0]?.refused(new BrokerRefusal(what));
    }
    assert.deepEqual(told, ['refused: no such user', 'refused: no such queue']);
    assert.equal(line.trouble, 'no such queue');
  });
});
