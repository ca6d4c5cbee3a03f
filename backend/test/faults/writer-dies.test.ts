import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDatabaseClient } from '../../src/database-client/index.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Loaded into every thread of the service: the one that writes a certain key ends at once. */
const ENDS_ON_KEY = `
  import { StatementSync } from 'node:sqlite';
  import { isMainThread } from 'node:worker_threads';
  const { run } = StatementSync.prototype;
  if (!isMainThread) StatementSync.prototype.run = function (...values) {
    if (values.includes('ends the thread')) process.exit(9);
    return run.apply(this, values);
  };`;

describe('a database service whose writing thread ends by itself', () => {
  it('refuses what waited, says so, ends as failed, and has kept what it acknowledged', async (t) => {
    const folder = await temporaryFolder(t);
    const preload = `data:text/javascript,${encodeURIComponent(ENDS_ON_KEY)}`;
    const service = await startDatabaseService(t, { folder, env: { NODE_OPTIONS: `--import=${preload}` } });
    const client = createDatabaseClient({ url: service.url });
    t.after(() => client.close());
    const report = (key: string) => client.sendReports([{ key, status: 'error', message: 'x' }]);

    assert.equal((await report('acknowledged')).counts.created, 1);
    await assert.rejects(report('ends the thread'));
    const { code, stderr } = await service.ended;
    assert.equal(code, 1);
    assert.match(stderr, /The thread that writes has died/);

    const again = await startDatabaseService(t, { folder });
    const second = createDatabaseClient({ url: again.url });
    t.after(() => second.close());
    assert.deepEqual(
      (await second.listEvents({ limit: 10 })).events.map(({ key }) => key),
      ['acknowledged'],
    );
  });
});
