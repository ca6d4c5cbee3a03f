import { setTimeout as wait } from 'node:timers/promises';
import type { EventReport, OperationalEvent } from '@signalbox/contracts';
import { HOLDS } from '@signalbox/contracts/vocabulary';
import { type DatabaseClient, ProblemAnswerError } from '../src/database-client/index.ts';
import type { Random } from '../src/event-simulator/random.ts';
import type { Board, SentCommand } from './board.ts';
import type { History } from './history.ts';
import { isRefusal, isUnforeseen, noteReceipts } from './outcome.ts';
import type { Services } from './services.ts';

/** How often a writer does what. */
const WHAT = { insert: 20, update: 25, batch: 15, command: 25, sendAgain: 10, commandAgain: 5 };
/** A request that its sender gives up, at any moment of it. */
const GIVEN_UP = 0.05;
const GIVEN_UP_WITHIN_MS = 30;
/** A service that is away answers at once; its writers shall not spin. */
const AFTER_TROUBLE_MS = 50;
const BATCH_MOST = 40;

export interface WriterParts {
  readonly services: Services;
  readonly board: Board;
  readonly history: History;
  readonly random: Random;
  /** Answers that nobody foresaw, in words. */
  readonly unforeseen: string[];
}

/** One of those who write at the same time: to any service, to the same events, with what goes wrong in between. */
export class Writer {
  readonly #number: number;
  readonly #parts: WriterParts;

  constructor(number: number, parts: WriterParts) {
    this.#number = number;
    this.#parts = parts;
  }

  /** Does one thing, and tells whether it was answered. */
  async act(): Promise<boolean> {
    const { random, board } = this.#parts;
    switch (random.weighted(WHAT)) {
      case 'insert':
        return this.#send([this.#report(board.newId('key'))]);
      case 'update':
        return this.#send([this.#report(board.hotKey(random))]);
      case 'batch':
        return this.#send(this.#batch());
      case 'command':
        return this.#command(this.#newCommand());
      case 'sendAgain':
        return board.sent.length > 0 ? this.#send([random.pick(board.sent)]) : false;
      case 'commandAgain':
        return board.commands.length > 0 ? this.#command(random.pick(board.commands)) : false;
    }
  }

  #report(key: string): EventReport {
    const { random, board } = this.#parts;
    const status = random.weighted({ ok: 4, warning: 2, error: 4 });
    const late = random.chance(0.03) && { time: new Date(Date.now() - 60_000).toISOString() };
    return {
      source: board.source,
      key,
      id: board.newId('r'),
      status,
      message: `Writer ${this.#number} says ${status}`,
      ...late,
    };
  }

  /** Hot and new events in any order, the same one twice, and now and then a report twice. */
  #batch(): EventReport[] {
    const { random, board } = this.#parts;
    const reports = Array.from({ length: random.between(2, BATCH_MOST) }, () =>
      this.#report(random.chance(0.5) ? board.hotKey(random) : board.newId('key')),
    );
    return random.chance(0.2) ? [...reports, random.pick(reports)] : reports;
  }

  async #send(reports: readonly EventReport[]): Promise<boolean> {
    const { board, history, services, random } = this.#parts;
    const ids = reports.map(({ id = '' }) => id);
    board.remember(reports);
    history.invoke(this.#number, ids);
    try {
      const answer = await services.any(random).sendReports(reports, this.#patience());
      noteReceipts(history, this.#number, reports, answer);
      board.sees(answer);
      return true;
    } catch (error) {
      return this.#failed(ids, error);
    }
  }

  #newCommand(): SentCommand | undefined {
    const { random, board } = this.#parts;
    const seen = [...board.versions];
    if (seen.length === 0) return undefined;
    const [event, version] = random.pick(seen);
    const name = random.weighted({ acknowledge: 3, complete: 4, reopen: 2, assign: 2, comment: 2, undo: 1 });
    const stale = random.chance(0.1) ? 1 : 0;
    const command: SentCommand = {
      event,
      name,
      body: { id: board.newId('c'), ...this.#bodyOf(name) },
      ifMatch: name === 'comment' ? undefined : `"${Math.max(1, version - stale)}"`,
    };
    board.rememberCommand(command);
    return command;
  }

  #bodyOf(name: string): Record<string, unknown> {
    const { random } = this.#parts;
    if (name === 'comment') return { note: 'On my way' };
    if (name === 'assign') return { assignee: random.pick(['Ana Ruiz', 'Jonas Weber', null]) };
    if (name !== 'complete') return {};
    const hold = random.pick(HOLDS);
    if (hold !== 'until-time') return { hold };
    return { hold, holdUntil: new Date(Date.now() + random.between(500, 3_000)).toISOString() };
  }

  async #command(command: SentCommand | undefined): Promise<boolean> {
    if (!command) return false;
    const { board, history, services, random } = this.#parts;
    const ids = [String(command.body['id'])];
    history.invoke(this.#number, ids);
    try {
      const { id, version } = await giveCommand(services.any(random), command, this.#patience());
      history.ok(this.#number, ids[0] ?? '', { result: 'done', event: id });
      board.versions.set(id, version);
      return true;
    } catch (error) {
      return this.#failed(ids, error);
    }
  }

  /** Most wait for their answer. */
  #patience(): { readonly signal?: AbortSignal } {
    const { random } = this.#parts;
    if (!random.chance(GIVEN_UP)) return {};
    return { signal: AbortSignal.timeout(random.between(0, GIVEN_UP_WITHIN_MS)) };
  }

  async #failed(ids: readonly string[], error: unknown): Promise<boolean> {
    const { board, history, unforeseen } = this.#parts;
    if (isUnforeseen(error)) unforeseen.push(String(error));
    if (!isRefusal(error)) {
      history.unknown(this.#number, ids);
      await wait(AFTER_TROUBLE_MS);
      return false;
    }
    history.fail(this.#number, ids);
    const { event } = error.problem;
    if (event) board.versions.set(event.id, event.version);
    return true;
  }
}

async function giveCommand(
  client: DatabaseClient,
  { event, name, body, ifMatch }: SentCommand,
  patience: { readonly signal?: AbortSignal },
): Promise<OperationalEvent> {
  const answer = await client.raw({
    method: 'POST',
    path: `/v1/events/${event}/${name}`,
    headers: { 'content-type': 'application/json', ...(ifMatch !== undefined && { 'if-match': ifMatch }) },
    body: JSON.stringify(body),
    ...patience,
  });
  const said: unknown = JSON.parse(answer.body.toString());
  if (answer.status === 200) return said as OperationalEvent;
  throw new ProblemAnswerError(said as ProblemAnswerError['problem'], answer.status, undefined);
}
