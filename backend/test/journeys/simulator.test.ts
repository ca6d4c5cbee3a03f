import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { createDatabaseClient } from '../../src/database-client/index.ts';
import { ENGINES } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { startSimulator } from '../support/start-simulator.ts';
import { suiteScope } from '../support/suite-scope.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const SCENARIOS = ['steady', 'flapping', 'late-and-duplicate', 'recovery-wave'];

for (const { name, database } of ENGINES) {
  describe(`the simulator, with ${name}`, () => {
    const scope = suiteScope();
    let url: string;
    before(async () => {
      ({ url } = await startDatabaseService(scope, { databaseUrl: await database(scope) }));
    });

    for (const scenario of SCENARIOS) {
      it(`plays ${scenario}, and proves that all of it is there`, async (t) => {
        const options = `--scenario ${scenario} --seed 7 --events 1500 --rate 5000 --url ${url} --verify`;
        const { code, stdout } = await startSimulator(t, options).ended;
        assert.match(stdout, /: 0 lost, 0 doubled, 0 differing\n/);
        assert.equal(code, 0);
      });
    }

    it('is known again when the same run is sent again', async (t) => {
      const options = `--scenario storm --seed 7 --run monday --events 300 --rate 5000 --url ${url}`;
      await startSimulator(t, options).ended;
      const { stdout } = await startSimulator(t, options).ended;
      assert.match(stdout, /created 0 {2}updated 0 {2}repeated 0 {2}late 0 {2}duplicates 300 {2}errors 0/);
    });
  });
}

describe('the simulator', () => {
  it('fills a board that was empty with an hour of events, and goes on', async (t) => {
    const { url } = await startDatabaseService(t, { folder: await temporaryFolder(t) });
    const client = createDatabaseClient({ url });
    t.after(() => client.close());
    const simulator = startSimulator(t, `--seed 7 --url ${url}`);
    await eventually(async () => {
      const { total, counts } = await client.summary();
      assert.ok(total >= 60, `${total} events`);
      assert.ok(new Set(counts.filter(({ count }) => count > 0).map(({ status }) => status)).size === 3);
    });
    const { code, stdout } = await simulator.end('SIGTERM');
    assert.equal(code, 0);
    assert.match(stdout, /\nEnded: steady, seed 7, run \w+: \d+ reports in .*\nsent \d+ .* errors 0/);
  });

  it('waits for a service that is not there yet', async (t) => {
    const port = await freePort();
    const simulator = startSimulator(t, `--scenario storm --events 500 --url http://127.0.0.1:${port}`);
    await eventually(() => assert.match(simulator.stdout(), /nothing listens there\. Waiting for it/));
    await startDatabaseService(t, { folder: await temporaryFolder(t), port });
    const { code, stdout } = await simulator.ended;
    assert.match(stdout, /answers again after/);
    assert.match(stdout, /sent 500 /);
    assert.equal(code, 0);
  });

  it('says what is not as it must be, and exits 1', async (t) => {
    const { url } = await startDatabaseService(t, { folder: await temporaryFolder(t) });
    const client = createDatabaseClient({ url });
    t.after(() => client.close());
    const foreign = { source: 'plaza-north.monday', key: 'lane-99/barrier', id: 'monday-1' };
    await client.sendReports([{ ...foreign, status: 'error', message: 'somebody else says so' }]);
    const options = `--scenario storm --seed 7 --run monday --events 300 --rate 5000 --url ${url} --verify`;
    const { code, stdout } = await startSimulator(t, options).ended;
    assert.match(stdout, /\n {2}differing: event plaza-north\.monday lane-99\/barrier: entry 1 /);
    assert.match(stdout, /: 0 lost, 0 doubled, [1-9]\d* differing\n/);
    assert.equal(code, 1);
  });

  it('writes the events of a past week', async (t) => {
    const { url } = await startDatabaseService(t, { folder: await temporaryFolder(t) });
    const { code, stdout } = await startSimulator(t, `--backfill 2000 --url ${url} --verify`).ended;
    assert.match(stdout, /reports in 2,000 events: 0 lost, 0 doubled, 0 differing\n/);
    assert.equal(code, 0);
  });

  it('says in one sentence what is wrong with its options', async (t) => {
    const { code, stdout, stderr } = await startSimulator(t, '--rate never').ended;
    assert.equal(code, 78);
    assert.equal(stdout, '');
    assert.equal(stderr, '--rate is a number of reports a second, at most 100000, and not "never".\n');
  });
});
