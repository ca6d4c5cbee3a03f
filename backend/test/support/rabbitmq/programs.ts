import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { inPath } from '../../../../scripts/test/debian-package.ts';
import { findOrInstallRabbitmq } from '../../../../scripts/test/rabbitmq.ts';

export interface RabbitmqPrograms {
  /** The folder with RabbitMQ's own `plugins`, of which most are no plugins but its parts, and `escript`. */
  readonly home: string;
  /** The folder with Erlang's `lib`. */
  readonly erlang: string;
  /** The folder with `erlexec`, `epmd` and `erl_call`. */
  readonly bin: string;
}

/** Where RabbitMQ and Erlang are. They are run without their scripts: these know only where Debian would install them. */
export async function findRabbitmq(): Promise<RabbitmqPrograms> {
  const server = await findOrInstallRabbitmq();
  const home = path.resolve(await realpath(server), '../..');
  const erlang = await findErlang(server);
  const runtime = (await readdir(erlang)).find((name) => name.startsWith('erts-'));
  if (runtime === undefined) throw new Error(`${erlang} holds no runtime of Erlang.`);
  return { home, erlang, bin: path.join(erlang, runtime, 'bin') };
}

async function findErlang(server: string): Promise<string> {
  const beside = path.resolve(server, '../../../erlang'); // on Debian, installed or unpacked
  if (existsSync(beside)) return beside;
  const erl = inPath('erl').find((place) => existsSync(place));
  if (erl === undefined) throw new Error(`RabbitMQ is at ${server}, but no Erlang was found for it.`);
  return path.resolve(await realpath(erl), '../..');
}
