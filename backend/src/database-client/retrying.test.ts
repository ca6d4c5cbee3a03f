import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProblemAnswerError, retrying, UnreachableError } from './index.ts';

const problem = (status: number, retryAfterMs?: number) =>
  new ProblemAnswerError({ type: 'about:blank', title: `HTTP ${status}`, status }, status, retryAfterMs);

/** Fails with each of these in turn, then succeeds. */
function failing(...errors: Error[]) {
  return async () => {
    const error = errors.shift();
    if (error) throw error;
    return 'done';
  };
}

describe('a sender that tries again', () => {
  it('goes on until the service is back', async () => {
    const waits: number[] = [];
    const onWait = (_error: Error, delayMs: number) => waits.push(delayMs);
    const attempt = failing(new UnreachableError('away'), problem(503));
    assert.equal(await retrying(attempt, { onWait, random: () => 0 }), 'done');
    assert.deepEqual(waits, [50, 100]);
  });

  it('never comes back before the service asked it to', async () => {
    const waits: number[] = [];
    const onWait = (_error: Error, delayMs: number) => waits.push(delayMs);
    await retrying(failing(problem(503, 120)), { onWait, random: () => 0 });
    assert.deepEqual(waits, [170]);
  });

  it('does not try again what can only fail again', async () => {
    await assert.rejects(retrying(failing(problem(422), new Error('never reached'))), /HTTP 422/);
    await assert.rejects(retrying(failing(problem(500), new Error('never reached'))), /HTTP 500/);
  });

  it('stops waiting when it is told to end', async () => {
    const ending = new AbortController();
    const attempt = failing(problem(503, 60_000), new Error('never reached'));
    const sending = retrying(attempt, {
      signal: ending.signal,
      onWait: () => setImmediate(() => ending.abort()),
    });
    await assert.rejects(sending, { name: 'AbortError' });
  });
});
