import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RabbitmqPrograms } from './programs.ts';

/** What a node runs; mnesia is started by RabbitMQ itself. */
const STARTED = ['rabbit', 'mnesia'];
/** In an application's description, what must be started before it. */
const NEEDED = /\{\s*applications\s*,\s*\[([^\]]*)\]/;

/**
 * The folders with the code of RabbitMQ and all that it needs, and of nothing else: with the plugins that Debian packs
 * beside them, a node needs twice as long to start.
 */
export async function codePath({ home, erlang }: RabbitmqPrograms): Promise<string[]> {
  const known = new Map([
    ...(await applicationsIn(path.join(erlang, 'lib'))),
    ...(await applicationsIn(path.join(home, 'plugins'))),
  ]);
  const found = new Map<string, string>();
  const waiting = [...STARTED];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const folder = known.get(name);
    if (folder === undefined)
      throw new Error(`RabbitMQ needs ${name}, which is not in ${erlang} or ${home}.`);
    if (found.has(name)) continue;
    found.set(name, folder);
    waiting.push(...(await neededBy(name, folder)));
  }
  return [...found.values()];
}

/** By their names; the folder's has its version too. */
async function applicationsIn(folder: string): Promise<[name: string, ebin: string][]> {
  const names = await readdir(folder);
  return names.map((name) => [name.replace(/-[\d.]+$/, ''), path.join(folder, name, 'ebin')]);
}

async function neededBy(name: string, ebin: string): Promise<string[]> {
  const description = await readFile(path.join(ebin, `${name}.app`), 'utf8');
  const [, names = ''] = NEEDED.exec(description.replaceAll(/%.*/g, '')) ?? [];
  return names
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
