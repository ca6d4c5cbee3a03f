import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import { eventually } from '../../../test/support/eventually.ts';
import { HELD_MOST_BYTES, SURELY_HELD } from '../held-most.ts';
import type { MessageBroker } from '../message-broker.ts';
import { brokerWorld, type BrokerUrl, PAUSES_MS, textOf } from './broker-world.ts';

/** Of the largest messages: with so many unsettled, a few more are too many. */
const ENOUGH_TO_OVERFLOW = SURELY_HELD - 4;

/** A broker that has answered so often has sent what it was going to send. */
async function whatIsOnItsWay({ deadLetters }: MessageBroker): Promise<void> {
  for (let asked = 0; asked < 20; asked += 1) await deadLetters.count();
}

const large = (count: number): string[] =>
  numbered(count).map((body) => body.padEnd(LIMITS.messageBytes - 256));
const numbered = (count: number): string[] => Array.from({ length: count }, (_none, at) => `body ${at}`);

export function messagesContract(url: BrokerUrl): void {
  describe('messages', () => {
    it('come once each, in the order in which they were published', async (t) => {
      const { publish, consume } = await brokerWorld(t, url);
      await publish(...numbered(50));
      const consuming = consume();
      await consuming.came(50);
      await publish('later');
      await consuming.came(51);
      assert.deepEqual(consuming.bodies, [...numbered(50), 'later']);
    });

    it('are theirs to the byte, with their name and subject', async (t) => {
      const { publish, consume } = await brokerWorld(t, url);
      const bytes = Uint8Array.of(0, 0xff, 0xfe, 0x0a, 0x7b);
      await publish(bytes);
      const { body, id, subject, attempts, isLost } = await consume().one();
      assert.deepEqual(new Uint8Array(body), bytes);
      assert.deepEqual(
        { id, subject, attempts, isLost },
        {
          ...{ id: 'm-1', subject: 'plaza-north', attempts: 0, isLost: false },
        },
      );
    });

    it('are gone when they were acknowledged, in whatever order', async (t) => {
      const { publish, consume, connect } = await brokerWorld(t, url);
      await publish(...numbered(5));
      const first = consume();
      const [a, b, c, d, e] = await first.came(5);
      assert.ok(a && b && c && d && e);
      first.source.acknowledge([d]);
      first.source.acknowledge([b, a]);
      first.source.acknowledge([e]);
      await first.source.close();
      const second = consume(100, await connect());
      await second.came(1);
      await publish('the last');
      await second.came(2);
      assert.deepEqual(second.bodies, ['body 2', 'the last']);
    });

    it('come again to another when they were not settled, by the same name', async (t) => {
      const { publish, consume, connect } = await brokerWorld(t, url);
      await publish('unsettled');
      const first = consume();
      const { id } = await first.one();
      await first.source.close();
      const second = consume(100, await connect());
      assert.equal((await second.one()).id, id);
    });

    it('are no more at once than may be unsettled', async (t) => {
      const { publish, consume } = await brokerWorld(t, url);
      await publish(...numbered(30));
      const consuming = consume(8);
      for (let settled = 0; settled < 30; settled = consuming.settled) {
        await consuming.came(settled + 1);
        consuming.acknowledgeAll();
      }
      assert.ok(consuming.unsettledMost <= 8, `${consuming.unsettledMost} at once`);
      assert.deepEqual([...consuming.bodies].sort(), numbered(30).sort());
    });

    it('are no more bytes at once than may be unsettled, however large each is, and all come', async (t) => {
      const { broker, publish, consume } = await brokerWorld(t, url);
      const bodies = [...large(80), ...numbered(50)];
      await publish(...bodies);
      const consuming = consume(2_000);
      while (consuming.settled < bodies.length) {
        await consuming.came(Math.min(consuming.settled + ENOUGH_TO_OVERFLOW, bodies.length));
        await whatIsOnItsWay(broker);
        consuming.acknowledgeAll();
      }
      assert.ok(
        consuming.unsettledBytesMost <= HELD_MOST_BYTES,
        `${consuming.unsettledBytesMost} bytes at once`,
      );
      assert.deepEqual(new Set(consuming.bodies), new Set(bodies));
      assert.equal(consuming.bodies.length, bodies.length);
    });
  });

  describe('large messages', () => {
    it('come although one of them stays unsettled', async (t) => {
      const { broker, publish, consume } = await brokerWorld(t, url);
      const total = 2 * SURELY_HELD;
      await publish(...large(total));
      const consuming = consume(2_000);
      for (let settled = 1; settled < 2 * SURELY_HELD;) {
        await consuming.came(Math.min(settled + ENOUGH_TO_OVERFLOW, total));
        await whatIsOnItsWay(broker);
        const some = consuming.messages.slice(settled);
        consuming.source.acknowledge(some);
        settled += some.length;
      }
    });
  });

  describe('a message that cannot be taken now', () => {
    it('comes again after a pause, each time a longer one, and tells how often that was', async (t) => {
      const { publish, consume } = await brokerWorld(t, url);
      await publish('later');
      const consuming = consume();
      const times: number[] = [];
      for (let came = 1; came <= 3; came += 1) {
        const message = (await consuming.came(came))[came - 1];
        assert.ok(message);
        assert.deepEqual([message.id, message.attempts, message.subject], ['m-1', came - 1, 'plaza-north']);
        times.push(performance.now());
        await consuming.source.tryLater(message);
      }
      const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0));
      for (const [at, pauseMs] of PAUSES_MS.entries())
        assert.ok((waits[at] ?? 0) > 0.9 * pauseMs, `${waits.join(', ')} ms`); // a broker's clock is not ours
    });

    it('does not keep others waiting', async (t) => {
      const { publish, consume } = await brokerWorld(t, url, [60_000]); // for longer than the other takes
      await publish('later', 'now');
      const consuming = consume(1);
      await consuming.source.tryLater(await consuming.one());
      await consuming.came(2);
      assert.equal(consuming.bodies[1], 'now');
    });
  });

  describe('a message that was put aside', () => {
    it('lies among the dead letters with its reason, and nowhere else', async (t) => {
      const { broker, publish, consume } = await brokerWorld(t, url);
      const bytes = Uint8Array.of(0xff, 0x00, 0x7b);
      await publish(bytes, 'good');
      const consuming = consume();
      const message = await consuming.one();
      await consuming.source.putAside(message, { reason: 'The body is not UTF-8 – “ÿ”.' });
      const [letter, ...more] = await broker.deadLetters.list(10);
      assert.ok(letter);
      assert.deepEqual(more, []);
      await eventually(async () => assert.equal(await broker.deadLetters.count(), 1));
      assert.deepEqual(new Uint8Array(letter.body), bytes);
      const { reason, attempts, subject, messageId } = letter;
      assert.deepEqual(
        { reason, attempts, subject, messageId },
        {
          ...{
            reason: 'The body is not UTF-8 – “ÿ”.',
            attempts: 1,
            subject: 'plaza-north',
            messageId: 'm-1',
          },
        },
      );
      assert.ok(Math.abs(Date.parse(letter.at ?? '') - Date.now()) < 60_000, letter.at ?? 'never');
      await consuming.came(2);
      assert.equal(consuming.bodies[1], 'good');
    });

    it('may be put aside in part, by a name of its own', async (t) => {
      const { broker, publish, consume } = await brokerWorld(t, url);
      await publish('[1,2,3]');
      const consuming = consume();
      const remains = { id: 'm-1/rejected', body: Buffer.from('[2]') };
      await consuming.source.putAside(await consuming.one(), { reason: 'no', remains });
      const [letter] = await broker.deadLetters.list(10);
      assert.ok(letter);
      assert.deepEqual([textOf(letter), letter.messageId], ['[2]', 'm-1/rejected']);
    });

    it('may be as large as its sender could send it', async (t) => {
      const { broker, publish, consume } = await brokerWorld(t, url);
      const large = ' '.repeat(1_024 * 1_024 - 256); // NATS counts its name too
      await publish(large);
      const consuming = consume();
      await consuming.source.putAside(await consuming.one(), { reason: 'It holds nothing.' });
      const [letter] = await broker.deadLetters.list(10);
      assert.ok(letter);
      assert.equal(textOf(letter), large);
    });
  });

  it('a publisher is answered when the broker has it, and a restart of ours loses nothing', async (t) => {
    const { publish, consume, connect, broker } = await brokerWorld(t, url);
    await publish('kept');
    await broker.close();
    const consuming = consume(100, await connect());
    await eventually(() => assert.deepEqual(consuming.bodies, ['kept']));
  });
}
