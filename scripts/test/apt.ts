import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export const run = promisify(execFile);

export const isRoot = process.getuid?.() === 0;
export const hasApt = existsSync('/usr/bin/apt-get');

/** One at a time on this machine: apt-get itself does not wait for another that reads its lists. */
export const aptGet = (args: readonly string[], folder = '/') =>
  run('flock', [path.join(tmpdir(), 'signalbox-apt.lock'), 'apt-get', ...args], {
    cwd: folder,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 1024 * 1024,
  });

let updated: ReturnType<typeof aptGet> | undefined;
/** Its lists are as new as this process. */
export const aptUpdate = () => (updated ??= aptGet(['update']));

/** What is there already stays as it is: the machine is not ours. */
export const aptInstall = (...names: readonly string[]) =>
  aptGet([
    'install',
    '-y',
    '--no-install-recommends',
    '--no-upgrade',
    '-o',
    'DPkg::Lock::Timeout=120',
    ...names,
  ]);
