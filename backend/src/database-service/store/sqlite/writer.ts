import type { EventStore, StoreContext } from '../event-store.ts';
import { startThread } from './ask-thread.ts';
import { arrivedResults, carryWrites } from './carried-writes.ts';
import type { WriterThread } from './writer-thread.ts';

export interface Writer extends Pick<EventStore, 'apply' | 'close'> {
  /** As the store does, no further than an entry. */
  forgetBefore(time: string, limit: number, upTo: number): Promise<boolean>;
  /** Resolves when the last write succeeded, or another one does now. */
  check(): Promise<void>;
}

/** All that writes, in the thread that does it. */
export function startWriter(file: string, { now }: Pick<StoreContext, 'now'>): Writer {
  const program = new URL('./writer-thread.ts', import.meta.url);
  const thread = startThread<WriterThread>(program, { name: 'The thread that writes', data: { file } });
  let lastWriteFailed = false;

  const noting = async <T>(written: Promise<T>): Promise<T> => {
    try {
      const result = await written;
      lastWriteFailed = false;
      return result;
    } catch (error) {
      lastWriteFailed = true;
      throw error;
    }
  };

  return {
    async apply(writes) {
      const results = await noting(thread.ask('apply', { writes: carryWrites(writes), now: now() }));
      return arrivedResults(results);
    },
    forgetBefore: (time, limit, upTo) => noting(thread.ask('forgetBefore', { time, limit, upTo })),
    check: async () => {
      if (lastWriteFailed) await noting(thread.ask('tryToWrite', undefined));
    },
    close: () => thread.close(),
  };
}
