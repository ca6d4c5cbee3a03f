import { onParentGone } from '../bootstrap/parent.mjs';
import { stopSignals } from '../bootstrap/run-in-foreground.mjs';

/** npm, the shell and the terminal may each pass on the same Ctrl-C. */
const sameMs = 1_000;

/** Calls `stop` for the first signal and `stopNow` for one that comes more than a second after it. */
export function onStopSignals({ stop, stopNow }: { stop: () => void; stopNow: () => void }) {
  let first: number | undefined;
  const judge = () => {
    if (first === undefined) {
      first = performance.now();
      stop();
    } else if (performance.now() - first > sameMs) {
      stopNow();
    }
  };
  for (const signal of stopSignals) process.on(signal, judge);
  onParentGone(judge);
}
