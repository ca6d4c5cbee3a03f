/** Says that something was committed. Only a hint: who waits reads the feed anyway, sooner or later. */
export interface ChangeSignal {
  notify(): void;
  /** How often it was notified: to be asked before reading, so that what is committed meanwhile is not slept over. */
  readonly count: number;
  /** Resolves when it was notified more often than so, after this time, or when it is aborted. */
  after(count: number, milliseconds: number, aborted?: AbortSignal): Promise<void>;
}

export function createChangeSignal(): ChangeSignal {
  let count = 0;
  let next = Promise.withResolvers<void>();
  return {
    notify() {
      count += 1;
      next.resolve();
      next = Promise.withResolvers();
    },
    get count() {
      return count;
    },
    async after(seen, milliseconds, aborted) {
      if (aborted?.aborted || count > seen) return;
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, milliseconds);
      const onAbort = () => resolve();
      aborted?.addEventListener('abort', onAbort);
      await Promise.race([next.promise, over]);
      clearTimeout(timer);
      aborted?.removeEventListener('abort', onAbort);
    },
  };
}
