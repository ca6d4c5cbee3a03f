import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program as if it were a test, until it has said its first line, and kills it, with all that a terminal would
 * kill with it. Gives the line.
 */
export async function killTest(program: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    detached: true, // as a terminal does: a group of its own
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  assert.ok(child.pid);
  process.kill(-child.pid, 'SIGKILL');
  return line.toString().trim();
}
