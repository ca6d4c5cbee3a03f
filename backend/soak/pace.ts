/** How much of a run is over. */
export interface Pace {
  /** From 0 to 1 and beyond. */
  share(): number;
  /** One more request was answered. */
  tick(): void;
}

/** For tests: a slow machine does the same work, and what cannot be answered is not counted. */
export function paceByRequests(requests: number): Pace {
  let answered = 0;
  return { share: () => answered / requests, tick: () => void (answered += 1) };
}

export function paceByTime(minutes: number): Pace {
  const started = performance.now();
  return { share: () => (performance.now() - started) / (minutes * 60_000), tick: () => undefined };
}
