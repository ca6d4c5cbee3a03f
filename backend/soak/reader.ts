import { setTimeout as wait } from 'node:timers/promises';
import type { Change } from '@signalbox/contracts';
import { type DatabaseClient, ProblemAnswerError } from '../src/database-client/index.ts';
import type { Random } from '../src/event-simulator/random.ts';
import type { FeedEntry } from './check/evidence.ts';
import type { Services } from './services.ts';

export type ReaderKind = 'poll' | 'long poll' | 'stream';

/** For how long a connection lives before it is cut, at most. */
const CUT_WITHIN_MS = 1_500;
const POLL_EVERY_MS = 10;
const AFTER_TROUBLE_MS = 50;

export const feedEntry = ({ seq, eventId, version, reportId, commandId }: Change): FeedEntry => {
  const id = reportId ?? commandId;
  return { seq, event: eventId, version, ...(id !== undefined && { id }) };
};

/** Follows the feed from its beginning, is cut off at random, and goes on from its cursor at any service. */
export class Reader {
  readonly name: string;
  readonly entries: FeedEntry[] = [];
  cuts = 0;
  /** What it was told that no reader may be told: that its cursor leads nowhere. */
  readonly strayed: string[] = [];
  readonly #kind: ReaderKind;
  readonly #services: Services;
  readonly #random: Random;
  #cursor: string;

  constructor(name: string, kind: ReaderKind, services: Services, random: Random, from: string) {
    this.name = name;
    this.#kind = kind;
    this.#services = services;
    this.#random = random;
    this.#cursor = from;
  }

  /** The number in its cursor. */
  get position(): number {
    return Number(this.#cursor.split('-').at(-1));
  }

  async run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const cut = AbortSignal.timeout(this.#random.between(0, CUT_WITHIN_MS));
      const client = this.#services.any(this.#random);
      try {
        await this.#follow(client, AbortSignal.any([cut, stopping]));
      } catch (error) {
        if (error instanceof ProblemAnswerError && error.status < 500) this.strayed.push(String(error));
        if (!cut.aborted) await wait(AFTER_TROUBLE_MS);
      }
      this.cuts += 1;
    }
  }

  async #follow(client: DatabaseClient, signal: AbortSignal): Promise<void> {
    if (this.#kind === 'stream') return this.#stream(client, signal);
    const seconds = this.#kind === 'long poll' ? { wait: 1 } : {};
    while (!signal.aborted) {
      const limit = this.#random.between(1, 500);
      const answer = await client.changes(
        { after: this.#cursor, mode: 'all', limit, ...seconds },
        { signal },
      );
      this.#take(answer);
      if (answer.entries.length === 0 && this.#kind === 'poll') await wait(POLL_EVERY_MS);
    }
  }

  async #stream(client: DatabaseClient, signal: AbortSignal): Promise<void> {
    for await (const item of client.changesStream({ after: this.#cursor, mode: 'all' }, { signal })) {
      if (item.kind === 'reset') this.strayed.push(`reset to ${item.cursor}`);
      if (item.kind === 'change') this.#take(item);
    }
  }

  #take({ entries, cursor }: { readonly entries: readonly Change[]; readonly cursor: string }): void {
    this.entries.push(...entries.map(feedEntry));
    this.#cursor = cursor;
  }
}
