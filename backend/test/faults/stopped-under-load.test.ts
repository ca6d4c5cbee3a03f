import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDatabaseService } from '../support/start-database-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';

describe('a database service that is stopped under load', () => {
  it('ends cleanly, and keeps everything that it acknowledged', async (t) => {
    const folder = await temporaryFolder(t);
    const first = await startDatabaseService(t, { folder });
    const load = new SimulatedLoad(t, first.url, { reports: 4_000, rate: 1_000 });

    await load.hasReached(0.4);
    const { code, signal } = await first.stop();
    assert.deepEqual({ code, signal }, { code: 0, signal: null });
    await startDatabaseService(t, { folder, port: first.port });

    await load.endsWithNothingLost();
  });
});
