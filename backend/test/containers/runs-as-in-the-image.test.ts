import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { buildConsole, consoleIsStale } from '../../../scripts/console/console-build.ts';
import { type Image, layOutImage } from '../support/containers/lay-out-image.ts';
import {
  checkHealth,
  type Container,
  contentOf,
  memoryOf,
  runImage,
  type RunOptions,
} from '../support/containers/run-image.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { suiteScope } from '../support/suite-scope.ts';

type Target = 'database-service' | 'event-service' | 'broker-ingest' | 'event-simulator';
const REPORT = {
  source: 'plaza',
  key: 'lane-7',
  id: 'r-1',
  status: 'error',
  message: 'Barrier does not answer',
};
/** What a deployment that keeps everybody else out has to say; and here nothing listens for other machines. */
const LISTENING = { SIGNALBOX_HOST: '127.0.0.1' };

describe('what the Dockerfile makes', () => {
  const scope = suiteScope();
  const world = mkdtempSync(path.join(tmpdir(), 'signalbox-images-'));
  scope.after(async () => removeReadOnly(world));
  chmodSync(world, 0o755);
  const images = new Map<Target, Image>();
  const imageOf = (target: Target): Image => {
    const image = images.get(target) ?? layOutImage(target, world);
    images.set(target, image);
    return image;
  };
  const run = (target: Target, options?: RunOptions): Container => runImage(scope, imageOf(target), options);

  const contents = new Map<Target, Set<string>>();
  let database: Container, gateway: Container;
  let reportsUrl = '',
    consoleUrl = '';
  const environment: Record<string, string> = { ...LISTENING };
  before(async () => {
    if (consoleIsStale()) await buildConsole();
    for (const name of ['DATABASE_SERVICE', 'EVENT_SERVICE', 'BROKER_INGEST'])
      environment[`SIGNALBOX_${name}_PORT`] = String(await freePort());
    reportsUrl = `http://127.0.0.1:${environment['SIGNALBOX_DATABASE_SERVICE_PORT']}`;
    consoleUrl = `http://127.0.0.1:${environment['SIGNALBOX_EVENT_SERVICE_PORT']}`;
    environment['SIGNALBOX_DATABASE_SERVICE_URL'] = reportsUrl;
  });

  async function isHealthy(target: Target, container: Container, url: string): Promise<void> {
    await eventually(() => isReady(url));
    const { code, output } = await checkHealth(imageOf(target), container);
    assert.equal(code, 0, output + container.stderr());
  }

  it('refuses to serve other machines until somebody says that the door is guarded', async () => {
    const { code, stderr } = await run('database-service').ended;
    assert.equal(code, 78, stderr);
    assert.match(stderr, /SIGNALBOX_HOST=0\.0\.0\.0 can be reached by other machines/);
  });

  it('starts as an unprivileged user on a read-only tree, and says that it is healthy', async (t) => {
    for (const target of ['database-service', 'event-service'] as const)
      contents.set(target, contentOf(imageOf(target)));
    const started = performance.now();
    database = run('database-service', { env: environment });
    gateway = run('event-service', { env: environment });
    await isHealthy('database-service', database, reportsUrl);
    await isHealthy('event-service', gateway, consoleUrl);
    t.diagnostic(`both healthy after ${Math.round(performance.now() - started)} ms`);
    t.diagnostic(
      `database service ${Math.round(memoryOf(database))} MiB, event service ${Math.round(memoryOf(gateway))} MiB`,
    );
  });

  it('serves an event from one end to the other, and the console', async () => {
    const { status } = await fetch(`${reportsUrl}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([REPORT]),
    });
    assert.equal(status, 200);
    await eventually(async () => {
      const page = await fetch(`${consoleUrl}/api/events`);
      assert.equal(page.status, 200, 'it may have started before the database service');
      const { events } = (await page.json()) as { events: { key: string; message: string }[] };
      const shown = events.map(({ key, message }) => [key, message]);
      assert.deepEqual(shown, [[REPORT.key, REPORT.message]]);
    });
    assert.match(await (await fetch(consoleUrl)).text(), /<sb-app ngCspNonce=/);
  });

  it('takes a simulated run, and loses nothing of it', async () => {
    const given = ['--events', '200', '--rate', '2000', '--seed', '7', '--verify'];
    const { code, stdout, stderr } = await run('event-simulator', { env: environment, arguments: given })
      .ended;
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /0 lost, 0 doubled, 0 differing/);
  });

  it('says that it is not healthy, and why, while it cannot do its work', async () => {
    const broker = `amqp://127.0.0.1:${await freePort()}`;
    const ingest = run('broker-ingest', { env: { ...environment, SIGNALBOX_BROKER_URL: broker } });
    const url = `http://127.0.0.1:${environment['SIGNALBOX_BROKER_INGEST_PORT']}`;
    await eventually(async () => assert.equal((await fetch(`${url}/livez`)).status, 200));
    const { code, output } = await checkHealth(imageOf('broker-ingest'), ingest);
    assert.equal(code, 1, output);
    assert.match(output, /\/readyz answers 503/);
    assert.equal((await ingest.end('SIGTERM')).code, 0);
  });

  it('ends on SIGTERM with code 0, keeps the events on its volume, and has written nowhere else', async () => {
    const stopped = await Promise.all([database.end('SIGTERM'), gateway.end('SIGTERM')]);
    for (const { code, stderr } of stopped) assert.equal(code, 0, stderr);
    const { folder } = imageOf('database-service');
    assert.ok(readdirSync(path.join(folder, 'data')).includes('events.db'));

    database = run('database-service', { env: environment });
    await eventually(() => isReady(reportsUrl));
    const { events } = (await (await fetch(`${reportsUrl}/v1/events?source=${REPORT.source}`)).json()) as {
      events: unknown[];
    };
    assert.equal(events.length, 1);
    assert.equal((await database.end('SIGTERM')).code, 0);
    for (const [target, before] of contents) {
      const after = contentOf(imageOf(target));
      assert.deepEqual([...after.symmetricDifference(before)], [], target);
    }
  });
});

async function isReady(url: string): Promise<void> {
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
}

/** Who is not root can take nothing out of a folder that may not be written. */
function removeReadOnly(folder: string): void {
  for (const place of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, place);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) chmodSync(file, 0o755);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
