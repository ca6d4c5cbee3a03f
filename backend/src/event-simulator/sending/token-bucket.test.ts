import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TokenBucket } from './token-bucket.ts';

describe('a token bucket', () => {
  it('lets through what its rate says', () => {
    const bucket = new TokenBucket(4_000, 0);
    let sent = 0;
    for (let now = 0; now <= 1_000; now += 25) {
      const count = bucket.available(now);
      bucket.spend(count);
      sent += count;
    }
    assert.equal(sent, 4_000);
  });

  it('keeps a slow rate too', () => {
    const bucket = new TokenBucket(0.5, 0);
    assert.equal(bucket.available(1_900), 0);
    assert.equal(bucket.available(2_000), 1);
  });

  it('does not make up for a long wait all at once', () => {
    assert.equal(new TokenBucket(4_000, 0).available(60_000), 400);
  });
});
