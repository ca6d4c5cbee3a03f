import assert from 'node:assert/strict';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { administer, freshDatabase } from '../support/postgres/fresh-database.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';
import { startPostgres } from '../support/postgres/start-postgres.ts';
import { databaseServiceEnvironment } from '../support/start-database-service.ts';
import { startProcess } from '../support/start-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** It ends by itself with code 1 and one sentence, which has neither a stack nor the password in it. */
async function assertEnds(t: TestContext, databaseUrl: string, sentence: RegExp) {
  const service = startProcess(t, 'backend/src/database-service/main.ts', {
    env: databaseServiceEnvironment({ databaseUrl }),
  });
  const { code } = await service.ended;
  const told = service.stderr().trimEnd();
  assert.match(told, sentence);
  assert.equal(told.split('\n').length, 1, `more than one line:\n${told}`);
  assert.doesNotMatch(told, /wrong-secret/);
  assert.equal(code, 1);
}

describe('a database service that PostgreSQL refuses', () => {
  it('because of its password', async (t) => {
    // The test comes in without one, the service does not.
    const folder = await temporaryFolder(t);
    await chmod(folder, 0o755); // the server may run as somebody else
    const rules = path.join(folder, 'pg_hba.conf');
    await writeFile(
      rules,
      'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
      {
        mode: 0o644,
      },
    );
    const server = await startPostgres({ version: 15, settings: { hba_file: rules } });
    t.after(() => server.stop());
    await administer(server, "CREATE ROLE guarded LOGIN PASSWORD 'secret'");
    await administer(server, 'CREATE DATABASE guarded OWNER guarded');
    await assertEnds(
      t,
      `postgres://guarded:wrong-secret@127.0.0.1:${server.port}/guarded`,
      /The database 127\.0\.0\.1:\d+\/guarded cannot be opened: password authentication failed for user "guarded"$/,
    );
  });

  it('because there is no such database', async (t) => {
    const url = new URL(await freshDatabase(t, await sharedPostgres(15)));
    url.password = 'wrong-secret';
    url.pathname = '/missing';
    await assertEnds(
      t,
      url.href,
      /The database 127\.0\.0\.1:\d+\/missing cannot be opened: database "missing" does not exist$/,
    );
  });
});
