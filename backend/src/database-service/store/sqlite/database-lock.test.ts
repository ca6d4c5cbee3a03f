import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { DatabaseInUseError, lockDatabase } from './database-lock.ts';

/** A process that holds the lock until it is ended. */
async function holder(t: TestContext, file: string) {
  const script = `
    import { lockDatabase } from ${JSON.stringify(path.join(import.meta.dirname, 'database-lock.ts'))};
    globalThis.release = lockDatabase(${JSON.stringify(file)}); // kept, or the lock is collected as garbage
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script]);
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  return { pid: child.pid, kill: () => (child.kill('SIGKILL'), ended) };
}

test('a second process is refused within two seconds, with a message that names the holder', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const { pid } = await holder(t, file);
  const refused = () => {
    const start = performance.now();
    assert.throws(
      () => lockDatabase(file),
      (error) =>
        error instanceof DatabaseInUseError &&
        error.message.includes(file) &&
        error.message.includes(`process ${pid} on `),
    );
    return performance.now() - start;
  };
  // The quickest of three: a busy machine may hold up one of them.
  const took = Math.min(refused(), refused(), refused());
  assert.ok(took < 2_000, `${took} ms`);
});

test('a killed holder leaves nothing behind that refuses the next', async (t) => {
  const file = path.join(await temporaryFolder(t), 'events.db');
  await (await holder(t, file)).kill();
  const release = lockDatabase(file);
  assert.throws(() => lockDatabase(file), DatabaseInUseError);
  release();
  lockDatabase(file)();
});
