import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import type { DeadLetterMessage } from '../message-broker.ts';
import { brokerWorld, type BrokerUrl, textOf } from './broker-world.ts';

/** A broker with these messages among its dead letters, put there at once, and nothing else. */
async function deadLetterWorld(t: TestContext, url: BrokerUrl, bodies: readonly string[]) {
  const world = await brokerWorld(t, url);
  await world.publish(...bodies);
  const consuming = world.consume(2 * bodies.length);
  const came = await consuming.came(bodies.length);
  await Promise.all(
    came.map((message) => consuming.source.putAside(message, { reason: `${textOf(message)} is no good` })),
  );
  consuming.messages.length = 0;
  return { ...world, letters: world.broker.deadLetters, consuming };
}

export function deadLettersContract(url: BrokerUrl): void {
  describe('dead letters', () => {
    it('are counted and listed, the oldest first, and looking at them changes nothing', async (t) => {
      const { letters } = await deadLetterWorld(t, url, ['a', 'b', 'c']);
      const all = await letters.list(10);
      assert.deepEqual(all.map(textOf), ['a', 'b', 'c']);
      assert.deepEqual((await letters.list(2)).map(textOf), ['a', 'b']);
      assert.deepEqual(await letters.list(10), all);
      await eventually(async () => assert.equal(await letters.count(), 3));
    });

    it('are read by their id, by several at once', async (t) => {
      const { letters } = await deadLetterWorld(t, url, ['a', 'b', 'c']);
      const all = await letters.list(10);
      const read = await Promise.all(all.map(({ id }) => letters.read(id)));
      const told = (letter: DeadLetterMessage | undefined) => letter && { ...letter, body: textOf(letter) };
      assert.deepEqual(read.map(told), all.map(told));
    });

    it('are none where there are none', async (t) => {
      const { broker } = await brokerWorld(t, url);
      assert.deepEqual([await broker.deadLetters.count(), await broker.deadLetters.list(10)], [0, []]);
    });

    for (const id of ['4711', 'no such', '../x', '']) {
      it(`know nothing of "${id}"`, async (t) => {
        const { letters } = await deadLetterWorld(t, url, ['a']);
        assert.equal(await letters.read(id), undefined);
        assert.equal(await letters.replay(id), false);
        assert.equal(await letters.discard(id), false);
        await eventually(async () => assert.equal(await letters.count(), 1));
      });
    }

    it('are sent again as they were, by their name, as if for the first time', async (t) => {
      const { letters, consuming } = await deadLetterWorld(t, url, ['a', 'b']);
      const [, second] = await letters.list(10);
      assert.ok(second);
      assert.equal(await letters.replay(second.id), true);
      const message = await consuming.one();
      assert.deepEqual(
        [textOf(message), message.id, message.subject, message.attempts],
        [...['b', 'm-2', 'plaza-north', 0]],
      );
      assert.deepEqual((await letters.list(10)).map(textOf), ['a']);
    });

    it('are sent again mended', async (t) => {
      const { letters, consuming } = await deadLetterWorld(t, url, ['a']);
      const [letter] = await letters.list(10);
      assert.ok(letter);
      await letters.replay(letter.id, Buffer.from('mended'));
      assert.equal(textOf(await consuming.one()), 'mended');
      await eventually(async () => assert.equal(await letters.count(), 0));
    });

    it('are settled to the last, however many there are, and looked at in their order before', async (t) => {
      const bodies = Array.from({ length: 1_001 }, (_none, at) => `${at}`);
      const { letters, consuming } = await deadLetterWorld(t, url, bodies);
      for (const _time of [1, 2])
        assert.deepEqual((await letters.list(500)).map(textOf), bodies.slice(0, 500));
      assert.equal(await letters.replaySome(600), 600);
      assert.deepEqual((await consuming.came(600)).map(textOf), bodies.slice(0, 600));
      assert.equal(await letters.discardSome(400), 400);
      assert.deepEqual((await letters.list(500)).map(textOf), bodies.slice(1_000));
      assert.equal(await letters.discardSome(400), 1);
      await eventually(async () => assert.equal(await letters.count(), 0));
    });

    it('come back with the new reason when they are refused again, and can be sent again', async (t) => {
      const { letters, consuming } = await deadLetterWorld(t, url, ['a']);
      for (let round = 1; round <= 2; round += 1) {
        const [letter] = await letters.list(10);
        assert.ok(letter);
        await letters.replay(letter.id);
        const message = (await consuming.came(round))[round - 1];
        assert.ok(message);
        await consuming.source.putAside(message, { reason: `refused in round ${round}` });
        const [again] = await letters.list(10);
        assert.equal(again?.reason, `refused in round ${round}`);
      }
    });

    it('are left alone when whoever asked waits no more', async (t) => {
      const { letters, consuming } = await deadLetterWorld(t, url, ['a']);
      const [letter] = await letters.list(10);
      assert.ok(letter);
      const tooLate = AbortSignal.abort(new Error('too late'));
      await assert.rejects(letters.replay(letter.id, undefined, tooLate), /too late/);
      await assert.rejects(letters.discard(letter.id, tooLate), /too late/);
      await assert.rejects(letters.replaySome(10, tooLate), /too late/);
      await assert.rejects(letters.discardSome(10, tooLate), /too late/);
      assert.deepEqual((await letters.list(10)).map(textOf), ['a']);
      assert.deepEqual(consuming.bodies, []);
    });

    it('are thrown away', async (t) => {
      const { letters } = await deadLetterWorld(t, url, ['a', 'b']);
      const [first] = await letters.list(10);
      assert.ok(first);
      assert.equal(await letters.discard(first.id), true);
      assert.equal(await letters.discard(first.id), false);
      assert.deepEqual((await letters.list(10)).map(textOf), ['b']);
    });
  });
}
