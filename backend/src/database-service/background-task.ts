export interface BackgroundTask {
  /** Resolves when it does not run any more. */
  stop(): Promise<void>;
}

/** Runs a task at once, and again each time after as many milliseconds as it answered. What fails is tried again. */
export function runInBackground(
  task: () => Promise<number>,
  { retryAfter, onError }: { readonly retryAfter: number; readonly onError: (error: unknown) => void },
): BackgroundTask {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function round(): Promise<void> {
    let pause = retryAfter;
    try {
      pause = await task();
    } catch (error) {
      onError(error);
    }
    if (!isStopped) timer = setTimeout(start, pause);
  }
  let running: Promise<void>;
  const start = () => void (running = round());
  start();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
