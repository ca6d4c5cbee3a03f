import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../eventually.ts';
import { POSTGRES_VERSIONS } from './binaries.ts';
import { killTest } from '../servers/killed-test.ts';
import { administer, freshDatabase } from './fresh-database.ts';
import { sharedPostgres } from './shared-postgres.ts';
import { startPostgres } from './start-postgres.ts';

for (const version of POSTGRES_VERSIONS) {
  describe(`PostgreSQL ${version} for tests`, () => {
    it('is that version, and waits for the disk', async () => {
      const server = await sharedPostgres(version);
      const [found] = await administer(
        server,
        `SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync`,
      );
      const { version: actual, fsync } = found as Record<string, string>;
      assert.equal(Number.parseInt(actual ?? '', 10), version);
      assert.equal(fsync, 'on');
    });

    it('keeps what was committed when it is killed, and comes back at the same place', async (t) => {
      const server = await startPostgres({ version });
      t.after(() => server.stop());
      await administer(server, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
      await server.kill();
      await assert.rejects(administer(server, 'SELECT 1'));
      await server.restart();
      assert.deepEqual(await administer(server, 'SELECT n FROM kept'), [{ n: 7 }]);
    });
  });
}

it('gives each test a database of its own, prepared once', async (t) => {
  const server = await sharedPostgres(18);
  let prepared = 0;
  const prepare = async () => void prepared++;
  const [one, other] = await Promise.all([
    freshDatabase(t, server, prepare),
    freshDatabase(t, server, prepare),
  ]);
  assert.notEqual(one, other);
  assert.equal(prepared, 1);
});

it('leaves no server behind when the test that started it is killed', async () => {
  const folder = await killTest(`
    import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'start-postgres.ts'))};
    const server = await startPostgres({ version: 18 });
    const { administer } = await import(${JSON.stringify(path.join(import.meta.dirname, 'fresh-database.ts'))});
    const [{ folder }] = await administer(server, "SELECT current_setting('unix_socket_directories') AS folder");
    console.log(folder);
    setInterval(() => {}, 1000);`);
  await eventually(() => assert.ok(!existsSync(folder)));
});
