import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Neighbourhood } from './neighbourhood.ts';

const run = promisify(execFile);

export interface Tools {
  /** Runs `rabbitmqctl` with these arguments and gives what it says. It takes a second or two of a core. */
  readonly ctl: (...args: string[]) => Promise<string>;
  /** Has the node evaluate Erlang (`rabbit_alarm:get_alarms()`) and gives the result as Erlang writes it; in no time. */
  readonly evaluate: (erlang: string) => Promise<string>;
}

/** A node that is paused does not. */
const ANSWERS_WITHIN_MS = 5_000;

/** @param home the folder with the cookie */
export const toolsFor = (neighbourhood: Neighbourhood, node: string, home: string): Tools => ({
  ctl: (...args) => ctl(neighbourhood, home, ['--node', node, ...args]),
  evaluate: (erlang) => evaluate(neighbourhood, node, erlang),
});

/** What the script `rabbitmqctl` does. */
async function ctl({ programs, env }: Neighbourhood, home: string, args: string[]): Promise<string> {
  const script = path.join(programs.home, 'escript/rabbitmqctl');
  const runtime = '+B +S 1:1 +sbwt none -boot start_clean -noinput -noshell -hidden';
  const loopback = '-kernel inet_dist_use_interface {127,0,0,1}';
  const start = '-run escript start -escript main rabbitmqctl_escript -extra';
  const before = `${runtime} ${loopback} ${start}`.split(' ');
  const { stdout } = await run(path.join(programs.bin, 'erlexec'), [...before, script, ...args], {
    env: { ...env, HOME: home, ERL_LIBS: path.join(programs.home, 'plugins') },
  });
  return stdout;
}

async function evaluate(
  { programs, env, cookie }: Neighbourhood,
  node: string,
  erlang: string,
): Promise<string> {
  const args = ['-sname', node, '-c', cookie, '-e'];
  const running = run(path.join(programs.bin, 'erl_call'), args, { env, timeout: ANSWERS_WITHIN_MS });
  running.child.stdin?.end(`${erlang}.\n`);
  const { stdout } = await running;
  const [, result] = /^\{ok, (.*)\}$/s.exec(stdout.trim()) ?? [];
  if (result === undefined) throw new Error(`${node} could not evaluate ${erlang}. It said: ${stdout}`);
  return result;
}
