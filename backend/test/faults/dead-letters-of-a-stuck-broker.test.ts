import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeadLetterPage, Problem } from '@signalbox/contracts';
import { NATS, RABBITMQ } from '../support/broker-kinds.ts';
import { namesAsEnvironment } from '../support/broker-names.ts';
import { eventually } from '../support/eventually.ts';
import { ingestWorld } from '../support/ingest-world.ts';
import { startRabbitmq } from '../support/rabbitmq/start-rabbitmq.ts';
import { startProcess } from '../support/start-process.ts';

describe('dead letters of a broker that is stuck', { concurrency: true }, () => {
  for (const kind of [RABBITMQ, NATS]) {
    it(`are not discarded at ${kind.name} after whoever asked was told that they are not`, async (t) => {
      const broker = await kind.start();
      t.after(() => broker.stop());
      const { publishes, deadLetters, call } = await ingestWorld(t, broker.url);
      await publishes('{');
      const [letter] = await deadLetters(1);
      assert.ok(letter);
      broker.pause();
      const refused = await call<Problem>(`/v1/dead-letters/${letter.id}/discard`, {});
      broker.resume();
      assert.equal(refused.status, 503, JSON.stringify(refused.body));
      // It may take a moment until the broker has what a look gave back.
      await eventually(async () => {
        const { body } = await call<DeadLetterPage>('/v1/dead-letters');
        assert.deepEqual(
          body.letters.map(({ id }) => id),
          [letter.id],
        );
      });
    });
  }

  it('are not waited for without end by the command, which says why', async (t) => {
    const broker = await startRabbitmq();
    t.after(() => broker.stop());
    const { names, publishes, deadLetters } = await ingestWorld(t, broker.url);
    await publishes('{');
    const [letter] = await deadLetters(1);
    assert.ok(letter);
    await broker.fillDisk();
    const env = { SIGNALBOX_BROKER_URL: broker.url, ...namesAsEnvironment(names) };
    const replay = ['replay', letter.id];
    const { code, stdout, stderr } = await startProcess(t, 'backend/src/dead-letters/main.ts', {
      env,
      arguments: replay,
    }).ended;
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(
      stderr,
      /^The broker cannot be asked now: it takes no messages, as its disk or memory is full\n/,
    );
  });
});
