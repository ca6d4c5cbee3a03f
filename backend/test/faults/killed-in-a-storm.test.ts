import { describe, it } from 'node:test';
import { startDatabaseService } from '../support/start-database-service.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SimulatedLoad } from '../support/simulated-load.ts';

describe('a database service that is killed', () => {
  it('has lost and doubled nothing that it acknowledged, twice in one storm', async (t) => {
    const folder = await temporaryFolder(t);
    const first = await startDatabaseService(t, { folder });
    const { port } = first;
    const load = new SimulatedLoad(t, first.url, { reports: 4_500, rate: 1_000 });

    await load.hasReached(0.3);
    await first.kill();
    const second = await startDatabaseService(t, { folder, port });
    await load.hasReached(0.65);
    await second.kill();
    await startDatabaseService(t, { folder, port });

    await load.says(/does not answer.*\n(.*\n)*.*answers again/);
    await load.endsWithNothingLost();
  });
});
