import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databaseServiceEnvironment, startDatabaseService } from '../support/start-database-service.ts';
import { startProcess } from '../support/start-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = 'backend/src/database-service/main.ts';

describe('a second database service on the same file', () => {
  it('is refused with a sentence that names the holder, and leaves the first alone', async (t) => {
    const folder = await temporaryFolder(t);
    const first = await startDatabaseService(t, { folder });
    const second = startProcess(t, PROGRAM, { env: databaseServiceEnvironment({ folder }) });
    const { code, stderr } = await second.ended;
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`\\b${first.pid}\\b`));
    assert.equal((await fetch(`${first.url}/readyz`)).status, 200);
  });

  it('starts at once where the first was killed', async (t) => {
    const folder = await temporaryFolder(t);
    const first = await startDatabaseService(t, { folder });
    await first.kill();
    const second = await startDatabaseService(t, { folder });
    assert.equal((await fetch(`${second.url}/readyz`)).status, 200);
  });
});
