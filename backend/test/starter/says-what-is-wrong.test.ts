import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { once } from 'node:events';
import { describe, it, type TestContext } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { type ProductOptions, startProduct, type StartedProduct } from '../support/start-product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** It ends by itself with code 1, one sentence, and nothing left behind. */
async function assertRefused(product: StartedProduct, sentence: RegExp) {
  const { code, stderr } = await product.ended;
  assert.match(stderr.trimEnd(), sentence);
  assert.equal(stderr.trimEnd().split('\n').length, 1, `more than one line:\n${stderr}`);
  assert.equal(code, 1);
  await eventually(() => assert.deepEqual(product.running(), []));
}

async function takenPort(t: TestContext): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return String((server.address() as AddressInfo).port);
}

const inFolder = async (t: TestContext, ...args: string[]): Promise<ProductOptions> => ({
  arguments: ['--data', await temporaryFolder(t), ...args],
});

describe('a start that cannot be', () => {
  it('names the port of the event service that is in use', async (t) => {
    const port = await takenPort(t);
    const product = startProduct(t, await inFolder(t, '--port', port));
    await assertRefused(product, new RegExp(`^The event service ended with code 1: Port ${port} .* in use`));
  });

  it('names the port of the database service that is in use', async (t) => {
    const port = await takenPort(t);
    const product = startProduct(t, await inFolder(t, '--database-port', port));
    await assertRefused(
      product,
      new RegExp(`^The database service ended with code 1: Port ${port} .* in use`),
    );
  });

  it('names a folder that cannot be written', async (t) => {
    const file = path.join(await temporaryFolder(t), 'a-file');
    await writeFile(file, '');
    const product = startProduct(t, { arguments: ['--data', path.join(file, 'data')] });
    await assertRefused(product, /^The data folder .*a-file.data cannot be written \(ENOTDIR\)/);
  });

  it('names the wrong setting', async (t) => {
    const options = await inFolder(t);
    const product = startProduct(t, { ...options, env: { SIGNALBOX_DEDUPLICATION_DAYS: 'never' } });
    await assertRefused(product, /SIGNALBOX_DEDUPLICATION_DAYS/);
  });

  it('names the unknown option', async (t) => {
    await assertRefused(startProduct(t, { arguments: ['--colour'] }), /^Unknown option '--colour'\./);
  });

  it('names the wrong port', async (t) => {
    await assertRefused(startProduct(t, { arguments: ['--port', '70000'] }), /^--port is a port/);
  });

  it('names what replicas need', async (t) => {
    const onFile = startProduct(t, await inFolder(t, '--replicas', '2'));
    await assertRefused(onFile, /^--replicas 2 needs a database that they can share: .* postgres:/);
    const many = startProduct(t, await inFolder(t, '--replicas', 'many'));
    await assertRefused(many, /^--replicas is a number from 1 to 9, and not "many"\./);
  });

  it('says how to get the load balancer that replicas need', async (t) => {
    const database = 'postgres://signalbox@127.0.0.1:1/signalbox';
    const options = await inFolder(t, '--replicas', '2', '--database', database);
    const product = startProduct(t, { ...options, env: { SIGNALBOX_HAPROXY: '/not/there' } });
    await assertRefused(product, /HAProxy is not installed.*: apt-get install haproxy/);
  });

  it('lists the scenarios for one that is unknown', async (t) => {
    const product = startProduct(t, await inFolder(t, '--scenario', 'picnic'));
    await assertRefused(product, /^--scenario is one of steady, .*, and not "picnic"\./);
  });

  it('names who holds the database already', async (t) => {
    const options = await inFolder(t, '--no-simulator');
    const first = startProduct(t, options);
    await first.consoleUrl();
    const second = startProduct(t, options);
    await assertRefused(second, /^The database service ended with code 1: .*process \d+/);
    first.signal('SIGTERM');
    await first.ended;
  });
});

describe('a part that ends by itself', () => {
  for (const part of ['database-service', 'event-service', 'event-simulator']) {
    it(`ends all: ${part}`, async (t) => {
      const product = startProduct(t, await inFolder(t));
      await product.consoleUrl();
      process.kill(product.pidOf(part), 'SIGKILL');
      await assertRefused(product, new RegExp(`^The ${part.replace('-', ' ')} was killed\\.$`, 'm'));
    });
  }
});
