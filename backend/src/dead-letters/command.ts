import { parseArgs } from 'node:util';
import { LIMITS } from '@signalbox/contracts/vocabulary';

/** A wrong option, in one sentence for the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Which dead letters: one, or as many as there are. */
type Which = { readonly id: string } | 'all';

export type DeadLetterCommand =
  | { readonly name: 'list'; readonly limit: number }
  | { readonly name: 'show'; readonly id: string }
  | { readonly name: 'replay'; readonly which: Which; readonly bodyFile?: string }
  | { readonly name: 'discard'; readonly which: Which };

export const ABOUT = `Messages of a broker that could not be taken as reports: what they are, why, and what becomes of them.

Commands:
  list [--limit N]          the oldest first, each with its id and its reason
  show ID                   one of them, with its body as it was sent
  replay ID [--body FILE]   sends it again, as it was or with a mended body (- reads it from standard input)
  replay --all              sends all of them again, as they were
  discard ID | --all        throws one away, or all`;

const spec = {
  limit: { type: 'string' },
  body: { type: 'string' },
  all: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What each command takes: whatever else is given was meant for something that would not happen. */
const TAKES = {
  list: { ids: 0, options: ['limit'], usage: 'list [--limit N]' },
  show: { ids: 1, options: [], usage: 'show ID' },
  replay: { ids: 1, options: ['body', 'all'], usage: 'replay ID [--body FILE], or replay --all' },
  discard: { ids: 1, options: ['all'], usage: 'discard ID, or discard --all' },
} as const satisfies Record<DeadLetterCommand['name'], object>;

/** The command, or undefined when only help was asked for. */
export function readCommand(args: readonly string[]): DeadLetterCommand | undefined {
  const { values, positionals } = parse(args);
  const [name, ...ids] = positionals;
  if (values.help || name === undefined) return undefined;
  if (!isCommand(name))
    throw new CommandError(`There is no command "${name}": it is list, show, replay or discard.`);
  refuseSurplus(name, ids, Object.keys(values));
  const [id] = ids;
  const { all = false, body: bodyFile, limit } = values;
  switch (name) {
    case 'list':
      return { name, limit: limitOf(limit) };
    case 'show':
      return { name, id: needed(id, name) };
    case 'replay': {
      if (all && bodyFile !== undefined) throw new CommandError('--body goes with replay ID only.');
      return { name, which: whichOf(id, all, name), ...(bodyFile !== undefined && { bodyFile }) };
    }
    case 'discard':
      return { name, which: whichOf(id, all, name) };
  }
}

const isCommand = (name: string): name is DeadLetterCommand['name'] => Object.hasOwn(TAKES, name);

function refuseSurplus(
  name: DeadLetterCommand['name'],
  ids: readonly string[],
  given: readonly string[],
): void {
  const { ids: idsMost, options, usage } = TAKES[name];
  const others = given.filter((option) => !options.some((taken) => taken === option));
  const surplus = [...ids.slice(idsMost), ...others.map((option) => `--${option}`)];
  if (surplus.length > 0)
    throw new CommandError(`"${surplus.join(' ')}" is too much. It is used so: ${usage}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: spec, allowPositionals: true });
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\.\s/);
    throw new CommandError(`${sentence.replace(/\.$/, '')}. --help lists the options.`);
  }
}

function needed(id: string | undefined, name: string): string {
  if (id !== undefined) return id;
  throw new CommandError(`${name} needs the id of a dead letter; list tells them.`);
}

function whichOf(id: string | undefined, isAll: boolean, name: string): Which {
  if (isAll && id !== undefined) throw new CommandError('Give an id or --all, not both.');
  return isAll ? 'all' : { id: needed(id, name) };
}

function limitOf(text = String(LIMITS.deadLettersDefault)): number {
  const limit = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (limit >= 1 && limit <= LIMITS.deadLettersMost) return limit;
  throw new CommandError(`--limit is a whole number from 1 to ${LIMITS.deadLettersMost}, and not "${text}".`);
}
