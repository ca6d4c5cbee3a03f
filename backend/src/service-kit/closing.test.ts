import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Closing } from './closing.ts';

describe('closing', () => {
  it('closes backwards, waiting for each step', async () => {
    const closing = new Closing();
    const closed: string[] = [];
    closing.add('store', () => closed.push('store'));
    closing.add('server', async () => {
      await new Promise(setImmediate);
      closed.push('server');
    });
    assert.deepEqual(await closing.closeAll(), []);
    assert.deepEqual(closed, ['server', 'store']);
  });

  it('goes on where a step fails, and says which', async () => {
    const closing = new Closing();
    let storeClosed = false;
    closing.add('store', () => (storeClosed = true));
    closing.add('server', () => Promise.reject(new Error('still busy')));
    const [failure] = await closing.closeAll();
    assert.equal(failure?.message, 'Closing server failed: still busy');
    assert.ok(storeClosed);
  });

  it('closes once, however often it is asked', async () => {
    const closing = new Closing();
    let times = 0;
    closing.add('server', () => (times += 1));
    await Promise.all([closing.closeAll(), closing.closeAll()]);
    assert.equal(times, 1);
  });
});
