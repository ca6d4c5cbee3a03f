import { readFileSync } from 'node:fs';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import type { DeadLetterMessage, DeadLetters } from '../message-broker/message-broker.ts';
import { CommandError, type DeadLetterCommand, type Which } from './command.ts';

type Say = (text: string) => void;

/** Does what was asked for, and says what came of it. Throws a CommandError where there is no such dead letter. */
export async function runCommand(command: DeadLetterCommand, letters: DeadLetters, say: Say): Promise<void> {
  switch (command.name) {
    case 'list':
      return list(letters, command.limit, say);
    case 'show':
      return say(await shown(letters, command.id));
    case 'replay': {
      const body = command.bodyFile === undefined ? undefined : readBody(command.bodyFile);
      return each(letters, command.which, (id) => letters.replay(id, body), 'sent again', say);
    }
    case 'discard':
      return each(letters, command.which, (id) => letters.discard(id), 'thrown away', say);
  }
}

async function list(letters: DeadLetters, limit: number, say: Say): Promise<void> {
  const [total, found] = await Promise.all([letters.count(), letters.list(limit)]);
  for (const letter of found) say(headOf(letter));
  say(total > found.length ? `${found.length} of ${counted(total)}` : counted(total));
}

async function shown(letters: DeadLetters, id: string): Promise<string> {
  const letter = await letters.read(id);
  if (!letter) throw noSuchLetter(id);
  return `${headOf(letter)}\n\n${Buffer.from(letter.body).toString()}`;
}

const counted = (count: number): string => `${count} dead letter${count === 1 ? '' : 's'}`;

const headOf = ({ id, at, attempts, subject, messageId, reason }: DeadLetterMessage): string =>
  [
    `${id}  ${at ?? 'at an unknown time'}  tried ${attempts === 1 ? 'once' : `${attempts} times`}`,
    `  to ${subject}${messageId === undefined ? '' : `, message ${messageId}`}`,
    `  ${reason}`,
  ].join('\n');

async function each(
  letters: DeadLetters,
  which: Which,
  work: (id: string) => Promise<boolean>,
  what: string,
  say: Say,
): Promise<void> {
  if (which !== 'all') {
    if (!(await work(which.id))) throw noSuchLetter(which.id);
    return say(`${counted(1)} was ${what}.`);
  }
  const done = await all(letters, work);
  say(`${counted(done)} ${done === 1 ? 'was' : 'were'} ${what}.`);
}

/** Those that were there when it began: what is refused again comes back, and is not sent for ever. */
async function all(letters: DeadLetters, work: (id: string) => Promise<boolean>): Promise<number> {
  let left = await letters.count();
  let done = 0;
  while (left > 0) {
    const some = await letters.list(Math.min(left, LIMITS.deadLettersMost));
    if (some.length === 0) break;
    for (const { id } of some) done += Number(await work(id));
    left -= some.length;
  }
  return done;
}

function readBody(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file);
  } catch (error) {
    throw new CommandError(`The body cannot be read: ${(error as Error).message}.`);
  }
}

const noSuchLetter = (id: string) =>
  new CommandError(`There is no dead letter ${id}; list tells which there are.`);
