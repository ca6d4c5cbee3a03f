import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BROKERS } from '../support/brokers.ts';
import { eventually } from '../support/eventually.ts';
import { startGoBetween } from '../support/go-between.ts';
import { bodyOf, ingestWorld } from '../support/ingest-world.ts';

const failing = (message: string) => ({ status: 'error', message });

for (const { name, shared, deletePlace } of BROKERS) {
  describe(`reports through ${name}`, { concurrency: true }, () => {
    it('arrive, one in a message or many', async (t) => {
      const { publishes, shows } = await ingestWorld(t, (await shared()).url);
      await publishes(failing('alone'));
      await publishes([failing('first of two'), failing('second of two')]);
      await publishes([]);
      await publishes(`\ufeff ${JSON.stringify(failing('with a BOM'))}`);
      await shows('alone', 'first of two', 'second of two', 'with a BOM');
    });

    it('keep their order, so that the last word counts', async (t) => {
      const { publishes, shows } = await ingestWorld(t, (await shared()).url);
      const about = { source: 'plaza-north', key: 'lane-07/barrier' };
      for (let said = 1; said <= 40; said += 1)
        await publishes({ ...about, status: 'error', message: `${said}` });
      await shows('40');
    });

    it('are put aside with their reason when they can never be taken, and the others are taken', async (t) => {
      const world = await ingestWorld(t, (await shared()).url);
      const { publishes, shows, deadLetters } = world;
      await publishes('{"status":');
      await publishes(Uint8Array.of(0xff, 0xfe));
      await publishes({ status: 'broken', message: 'x' });
      await publishes([failing('good'), { status: 'error' }, failing('good too')]);
      await publishes('');
      await publishes(' '.repeat(1_000_000) + '[');
      await publishes({ ...failing('x'), attributes: { text: 'x'.repeat(17_000) } });
      await publishes('"\\ud800"');
      await publishes(failing('last'));
      await shows('good', 'good too', 'last');
      const letters = await deadLetters(8);
      const reasons = letters.map(({ reason }) => reason).sort();
      assert.deepEqual(
        reasons.map((reason) => reason.split(/[,(]/)[0]?.trim()),
        [
          '# must not contain lone surrogates',
          '#/1/message is required',
          '#/attributes must be at most 16384 bytes as JSON',
          '#/status must be ok',
          'The body is empty.',
          'The body is not UTF-8.',
          'This is not JSON: it ends too early',
          'This is not JSON: it ends too early',
        ].sort(),
      );
      const [partly] = letters.filter(({ reason }) => reason.startsWith('#/1/'));
      assert.ok(partly);
      const [rejected, ...more] = JSON.parse(await bodyOf(world, partly.id)) as object[];
      assert.partialDeepStrictEqual(rejected, { status: 'error' });
      assert.equal(more.length, 0);
    });

    it('are mended and sent again by a person', async (t) => {
      const world = await ingestWorld(t, (await shared()).url);
      const { publishes, shows, deadLetters, call } = world;
      await publishes({ status: 'broken', message: 'to be mended' });
      await publishes({ status: 'broken', message: 'to be refused again' });
      await publishes({ status: 'broken', message: 'to be thrown away' });
      const letters = await deadLetters(3);
      const byText = new Map<string, string>();
      for (const { id } of letters) {
        byText.set((JSON.parse(await bodyOf(world, id)) as { message: string }).message, id);
      }
      const at = (text: string) => `/v1/dead-letters/${byText.get(text)}`;
      const mended = { body: JSON.stringify(failing('mended')) };
      assert.equal((await call(`${at('to be mended')}/replay`, mended)).status, 200);
      await shows('mended');
      assert.equal((await call(`${at('to be thrown away')}/discard`, {})).status, 200);
      assert.equal((await call(`${at('to be refused again')}/replay`, {})).status, 200);
      const [left] = await deadLetters(1);
      assert.ok(left);
      assert.equal(left.reason, '#/status must be ok, warning or error');
      assert.notEqual(left.id, byText.get('to be refused again'));
    });

    it('that the service fails at hold up none of the others, are tried again, and put aside in the end', async (t) => {
      const { publishes, shows, deadLetters } = await ingestWorld(t, (await shared()).url, {
        pausesMs: [100, 200, 400],
        way: (url) => startGoBetween(t, url, { fails: (body) => body.includes('trouble') }),
      });
      await publishes([failing('trouble'), failing('its neighbour')]);
      await publishes(failing('fine'));
      await shows('fine');
      const [letter] = await deadLetters(1);
      assert.ok(letter);
      assert.match(letter.reason, /^Tried 4 times, the last time: .*500/);
      await publishes(failing('fine too'));
      await shows('fine', 'fine too');
    });

    it('that the service fails at for a while are taken when it does no more', async (t) => {
      let isHealed = false;
      const { publishes, shows, deadLetters } = await ingestWorld(t, (await shared()).url, {
        pausesMs: Array<number>(100).fill(200), // longer than any machine takes until it is healed
        way: (url) => startGoBetween(t, url, { fails: (body) => !isHealed && body.includes('trouble') }),
      });
      await publishes(failing('trouble'));
      await publishes(failing('fine'));
      await shows('fine');
      isHealed = true;
      await shows('fine', 'trouble');
      await deadLetters(0);
    });

    it('come again when what they come by was deleted, and with it the consumer', async (t) => {
      const { url } = await shared();
      const { names, publishes, shows } = await ingestWorld(t, url);
      await publishes(failing('before'));
      await shows('before');
      await deletePlace(url, names, 'reports');
      const published = eventually(() => publishes(failing('after')));
      await shows('before', 'after');
      await published;
    });

    it('are put aside although the place for that was deleted, which is made again', async (t) => {
      const { url } = await shared();
      const { names, publishes, shows, deadLetters } = await ingestWorld(t, url);
      await publishes(failing('before'));
      await shows('before');
      await deletePlace(url, names, 'dead letters');
      await publishes('{');
      await deadLetters(1);
      await publishes(failing('after'));
      await shows('before', 'after');
    });

    it('that are wrong a hundred times among thousands hold up none of the others', async (t) => {
      const { publishes, client, deadLetters } = await ingestWorld(t, (await shared()).url);
      const all = Array.from({ length: 2_000 }, (_none, at) => (at % 100 === 7 ? '{' : failing(`${at}`)));
      for (let from = 0; from < all.length; from += 250) {
        await Promise.all(all.slice(from, from + 250).map((body) => publishes(body)));
      }
      await deadLetters(20);
      await eventually(async () => assert.equal((await client.summary()).total, 1_980));
    });
  });
}
