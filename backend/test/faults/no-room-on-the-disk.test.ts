import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDatabaseClient, ProblemAnswerError } from '../../src/database-client/index.ts';
import { eventually } from '../support/eventually.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';

/** No file may grow beyond 2 MiB (in blocks of 512 bytes): as a full disk, and without being root. */
const NO_ROOM = 'ulimit -f 4096';

describe('a database service without room', () => {
  it('refuses to write, goes on reading, and takes everything once there is room', async (t) => {
    const folder = await temporaryFolder(t);
    const cramped = await startDatabaseService(t, { folder, shellBefore: NO_ROOM });
    const client = createDatabaseClient({ url: cramped.url });
    t.after(() => client.close());
    const load = new SimulatedLoad(t, cramped.url, { reports: 6_000, rate: 3_000 });

    await load.says(/Waiting for it/);
    const refused = (error: unknown) =>
      error instanceof ProblemAnswerError && [503, 507].includes(error.status);
    // A batch was refused; what is smaller may still fit, until nothing does.
    const oneMore = () => client.sendReports([{ status: 'error', message: 'disk full '.repeat(400) }]);
    await eventually(() => assert.rejects(oneMore(), refused));
    assert.equal((await client.listEvents({ limit: 10 })).events.length, 10);

    const { code } = await cramped.stop();
    assert.equal(code, 0);
    await startDatabaseService(t, { folder, port: cramped.port });
    await load.endsWithNothingLost();
  });
});
