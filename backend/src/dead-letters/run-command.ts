import { readFileSync } from 'node:fs';
import type { DeadLetterMessage, DeadLetters } from '../message-broker/message-broker.ts';
import { CommandError, type DeadLetterCommand } from './command.ts';

type Question<Answer> = (letters: DeadLetters, signal: AbortSignal) => Promise<Answer>;
/** Asks the broker, and does not wait for ever. */
export type Ask = <Answer>(question: Question<Answer>) => Promise<Answer>;
type Say = (text: string) => void;

/** A slow disk has them all within the time that the broker has for an answer. */
const AT_ONCE = 200;

/** Does what was asked for, and says what came of it. Throws where there is no such dead letter. */
export async function runCommand(command: DeadLetterCommand, ask: Ask, say: Say): Promise<void> {
  switch (command.name) {
    case 'list':
      return list(ask, command.limit, say);
    case 'show':
      return say(await shown(ask, command.id));
    case 'replay': {
      const { which, bodyFile } = command;
      if (which === 'all') {
        return all(ask, (letters, ...limits) => letters.replaySome(...limits), 'sent again', say);
      }
      const body = bodyFile === undefined ? undefined : readBody(bodyFile);
      return one(
        ask,
        (letters, signal) => letters.replay(which.id, body, signal),
        which.id,
        'sent again',
        say,
      );
    }
    case 'discard': {
      const { which } = command;
      if (which === 'all') {
        return all(ask, (letters, ...limits) => letters.discardSome(...limits), 'thrown away', say);
      }
      return one(ask, (letters, signal) => letters.discard(which.id, signal), which.id, 'thrown away', say);
    }
  }
}

const count = (ask: Ask): Promise<number> => ask((letters, signal) => letters.count(signal));

async function list(ask: Ask, limit: number, say: Say): Promise<void> {
  const total = await count(ask);
  const found = await ask((letters, signal) => letters.list(limit, signal));
  for (const letter of found) say(headOf(letter));
  say(total > found.length ? `${found.length} of ${counted(total)}` : counted(total));
}

async function shown(ask: Ask, id: string): Promise<string> {
  const letter = await ask((letters, signal) => letters.read(id, signal));
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

async function one(ask: Ask, settle: Question<boolean>, id: string, what: string, say: Say): Promise<void> {
  if (!(await ask(settle))) throw noSuchLetter(id);
  say(`${counted(1)} was ${what}.`);
}

/** Those that were there when it began: what is refused again comes back, and is not sent for ever. */
async function all(
  ask: Ask,
  settle: (letters: DeadLetters, most: number, signal: AbortSignal) => Promise<number>,
  what: string,
  say: Say,
): Promise<void> {
  const total = await count(ask);
  let done = 0;
  let isKnown = false;
  try {
    while (done < total) {
      const most = Math.min(total - done, AT_ONCE);
      const settled = await ask((letters, signal) => settle(letters, most, signal));
      if (settled === 0) break; // others see to them too
      done += settled;
    }
    isKnown = true;
  } finally {
    const of = done === total ? '' : `${isKnown ? '' : 'at least '}${done} of `;
    say(`${of}${counted(total)} ${total === 1 ? 'was' : 'were'} ${what}.`);
  }
}

function readBody(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file);
  } catch (error) {
    throw new CommandError(`The body cannot be read: ${(error as Error).message}.`);
  }
}

const noSuchLetter = (id: string) => new Error(`There is no dead letter ${id}; list tells which there are.`);
