/** Says that something was committed. Only a hint: who waits reads the feed anyway, sooner or later. */
export interface ChangeSignal {
  notify(): void;
  /** How often it was notified: to be asked before reading, so that what is committed meanwhile is not slept over. */
  readonly count: number;
  /** Resolves when it was notified more often than so, after this time, or when it is aborted. */
  after(count: number, milliseconds: number, aborted?: AbortSignal): Promise<void>;
}

/** `lookEveryMs` is for a process that hears of no commit of others: nobody waits for longer than that before looking. */
export function createChangeSignal(lookEveryMs = Infinity): ChangeSignal {
  let count = 0;
  // A set, and not one promise that all wait for: who stops waiting leaves nothing behind, however long it stays quiet.
  const waiting = new Set<() => void>();
  return {
    notify() {
      count += 1;
      for (const wake of waiting) wake();
    },
    get count() {
      return count;
    },
    async after(seen, milliseconds, aborted) {
      if (aborted?.aborted || count > seen) return;
      const { promise, resolve: wake } = Promise.withResolvers<void>();
      const timer = setTimeout(wake, Math.min(milliseconds, lookEveryMs));
      const onAbort = () => wake();
      waiting.add(wake);
      aborted?.addEventListener('abort', onAbort);
      await promise;
      clearTimeout(timer);
      waiting.delete(wake);
      aborted?.removeEventListener('abort', onAbort);
    },
  };
}
