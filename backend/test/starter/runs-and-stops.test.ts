import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { startProduct, type StartedProduct } from '../support/start-product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Without the shell's quoting rules: the arguments are handed on as they came. */
const throughShell = `${process.execPath} scripts/run.mjs scripts/start.ts "$@"; true`;

async function assertNothingRuns(product: StartedProduct) {
  await eventually(() => assert.deepEqual(product.running(), []));
}

describe('the product that one command starts', () => {
  it('says where each part is, shows events, and stops on Ctrl-C with code 0', async (t) => {
    const data = await temporaryFolder(t);
    const product = startProduct(t, { arguments: ['--data', data, '--scenario', 'storm', '--seed', '7'] });
    const url = await product.consoleUrl();

    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type') ?? '', /html/);
    await eventually(async () => {
      const { events } = (await (await fetch(`${url}/api/events`)).json()) as { events: unknown[] };
      assert.ok(events.length > 0, 'no event yet');
    });
    const lines = product.stdout();
    assert.match(lines, /database service {2}http:\/\/127\.0\.0\.1:\d+ +\S+events\.db\n/);
    assert.match(lines, /event service {5}http:\/\/127\.0\.0\.1:\d+\n/);
    assert.match(lines, /event simulator {3}storm, .* seed 7\n/);

    product.signal('SIGINT');
    const { code, stderr } = await product.ended;
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.ok(existsSync(path.join(data, 'events.db')));
    assert.ok(existsSync(path.join(data, 'logs', 'event-simulator.log')));
    await assertNothingRuns(product);
  });

  it('takes two signals within a second as one', async (t) => {
    const product = startProduct(t, { arguments: ['--data', await temporaryFolder(t)] });
    await product.consoleUrl();
    product.signal('SIGINT');
    product.signal('SIGTERM');
    assert.equal((await product.ended).code, 0);
    await assertNothingRuns(product);
  });

  it('ends a part that hangs when a later signal asks again', async (t) => {
    const product = startProduct(t, { arguments: ['--data', await temporaryFolder(t)] });
    await product.consoleUrl();
    process.kill(product.pidOf('event-service'), 'SIGSTOP');
    // As long as it hangs: a signal while the starter itself is on its way out would end that the rude way.
    const asking = setInterval(() => {
      if (product.pidsOf('event-service').length > 0) product.signal('SIGINT');
    }, 300);
    t.after(() => clearInterval(asking));
    assert.equal((await product.ended).code, 0);
    await assertNothingRuns(product);
  });

  it('stops while it still starts', async (t) => {
    const product = startProduct(t, { arguments: ['--data', await temporaryFolder(t)] });
    await eventually(() => assert.match(product.stdout(), /database service/));
    product.signal('SIGTERM');
    assert.equal((await product.ended).code, 0);
    await assertNothingRuns(product);
  });

  it('stops when the shell that npm runs it in is gone', async (t) => {
    const product = startProduct(t, {
      arguments: ['--data', await temporaryFolder(t)],
      env: { npm_lifecycle_event: 'start' },
      through: throughShell,
    });
    await product.consoleUrl();
    product.signal('SIGKILL');
    await assertNothingRuns(product);
  });

  it('goes on when the simulator has finished', async (t) => {
    const product = startProduct(t, { arguments: ['--data', await temporaryFolder(t)] });
    const url = await product.consoleUrl();
    process.kill(product.pidOf('event-simulator'), 'SIGTERM');
    await eventually(() => assert.match(product.stdout(), /The event simulator has finished\./));
    assert.equal((await fetch(url)).status, 200);
    product.signal('SIGTERM');
    assert.equal((await product.ended).code, 0);
  });

  it('starts without the simulator', async (t) => {
    const product = startProduct(t, { arguments: ['--data', await temporaryFolder(t), '--no-simulator'] });
    await product.consoleUrl();
    assert.throws(() => product.pidOf('event-simulator'));
    product.signal('SIGTERM');
    assert.equal((await product.ended).code, 0);
  });
});
