import type { DatabaseSync } from 'node:sqlite';
import { startThread, type AskedThread } from '../ask-thread.ts';
import { ProblemError } from '../../../../service-kit/problem.ts';
import { prepareReadFeed } from '../read-feed.ts';
import { isCorrupt } from '../sqlite-errors.ts';
import type { IndexThread } from './index-thread.ts';
import { BITE } from './pace.ts';
import { attachIndex, ensureIndex, indexFileOf, renewIndex } from './open-index.ts';

/** A read waits for the index when it is no further behind than one bite: less than a second. */
const WAITED_FOR_MOST = BITE;
/** It cannot go on, because the disk is full perhaps: it is tried again after this time, or at the next commit after it. */
const RETRY_MILLISECONDS = 1_000;

/** The index of the events, beside them: everything that leads with a source, the words, and the sums by source. */
export interface EventIndex {
  /** Something was committed: it may be followed. Nobody waits for it. */
  follow(): void;
  /** Resolves when the index is complete up to what is committed now, or is too far behind to be waited for. */
  caughtUp(): Promise<void>;
  /** Reads with the index. Found broken, it is made anew, and the read refused as `unavailable`: it can be asked again. */
  read<T>(read: () => T): T;
  /** How many entries of the journal it has not read yet. */
  behind(): number;
  /** The last entry of the journal that it has read. */
  indexedSeq(): number;
  close(): Promise<void>;
}

/** Opens the index of the events in `file`, which `reader` reads; a missing, foreign or broken one is made anew. */
export function openEventIndex(
  file: string,
  reader: DatabaseSync,
  waitedForMost = WAITED_FOR_MOST,
): EventIndex {
  return new FollowedIndex(file, reader, waitedForMost);
}

class FollowedIndex implements EventIndex {
  readonly #file: string;
  readonly #reader: DatabaseSync;
  readonly #waitedForMost: number;
  readonly #thread: AskedThread<IndexThread>;
  readonly #readFeed: ReturnType<typeof prepareReadFeed>;
  #indexedSeq: number;
  #isFollowing = false;
  #isClosing = false;
  #retry: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | undefined;

  constructor(file: string, reader: DatabaseSync, waitedForMost: number) {
    this.#waitedForMost = waitedForMost;
    this.#file = indexFileOf(file);
    this.#reader = reader;
    this.#readFeed = prepareReadFeed(reader);
    const at = reader.prepare('SELECT at FROM journal WHERE seq = ?');
    const { epoch, lastSeq } = this.#readFeed();
    const writtenAt = (seq: number) => at.get(seq)?.['at'] as string | undefined;
    const why = ensureIndex(this.#file, { epoch, lastSeq, writtenAt });
    if (why !== undefined) this.#warn(`is made anew: ${why}`);
    attachIndex(reader, this.#file);
    this.#indexedSeq = this.#readIndexedSeq();
    this.#thread = startThread<IndexThread>(new URL('./index-thread.ts', import.meta.url), {
      name: 'The thread that keeps the index',
      data: { file, indexFile: this.#file },
    });
    void this.#thread.ask('open', undefined).then(() => this.follow(), this.#ignoreClosing);
  }

  behind(): number {
    return this.#readFeed().lastSeq - this.#indexedSeq;
  }

  indexedSeq(): number {
    return this.#indexedSeq;
  }

  follow(): void {
    if (this.#isFollowing || this.#isClosing || this.#retry !== undefined) return;
    const { lastSeq } = this.#readFeed();
    if (lastSeq <= this.#indexedSeq) return;
    this.#isFollowing = true;
    void this.#ask(lastSeq, false)
      .finally(() => (this.#isFollowing = false))
      .then(() => this.follow(), this.#ignoreClosing);
  }

  async caughtUp(): Promise<void> {
    await this.#renewing;
    const { lastSeq } = this.#readFeed();
    const behind = lastSeq - this.#indexedSeq;
    if (behind > 0 && behind <= this.#waitedForMost && this.#retry === undefined)
      await this.#ask(lastSeq, true);
    await this.#renewing;
  }

  read<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      this.#renewing ??= this.#renew(String(error));
      throw new ProblemError('unavailable', 'The index is made anew.', { cause: error });
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearTimeout(this.#retry);
    await this.#renewing;
    this.#reader.exec('DETACH idx'); // the thread is then the last to go: SQLite puts the log away
    await this.#thread.ask('close', undefined);
    await this.#thread.close();
  }

  async #ask(to: number, soon: boolean): Promise<void> {
    const { indexedSeq, warning, broken } = await this.#thread.ask('follow', { to, soon });
    this.#indexedSeq = Math.max(this.#indexedSeq, indexedSeq);
    if (this.#isClosing) return;
    if (broken !== undefined) await (this.#renewing ??= this.#renew(broken));
    else if (warning !== undefined) this.#tryLater(warning);
  }

  #tryLater(warning: string): void {
    if (this.#retry !== undefined) return;
    this.#warn(`cannot go on, and is tried again: ${warning}`);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.follow();
    }, RETRY_MILLISECONDS);
  }

  async #renew(why: string): Promise<void> {
    this.#warn(`is made anew: ${why}`);
    await this.#thread.ask('close', undefined);
    this.#reader.exec('DETACH idx');
    renewIndex(this.#file, this.#readFeed().epoch);
    attachIndex(this.#reader, this.#file);
    this.#indexedSeq = 0;
    await this.#thread.ask('open', undefined);
    this.#renewing = undefined;
  }

  #readIndexedSeq(): number {
    return Number(this.#reader.prepare('SELECT indexed_seq FROM idx.index_state').get()?.['indexed_seq']);
  }

  #warn(what: string): void {
    process.emitWarning(`The index ${this.#file} ${what}`);
  }

  readonly #ignoreClosing = (error: unknown): void => {
    if (!this.#isClosing) throw error;
  };
}
