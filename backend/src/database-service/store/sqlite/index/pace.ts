/** As many entries as one transaction takes: half a second's work, and more would hardly make each of them cheaper. */
export const BITE = 50_000;
/** While much happens, so long a rest lets a bite grow. With the bite it stays below a second. */
const REST_MILLISECONDS = 400;

/** Says how much to index at once, and when: at once when little happens, in large bites when much does. */
export function createPace(now: () => number = () => performance.now()) {
  let lastEnd = -Infinity;
  let isHurried = false;

  return {
    bite: BITE,
    get isHurried() {
      return isHurried;
    },
    /** Somebody waits: the next bite is due at once. */
    hurry() {
      isHurried = true;
    },
    /** Milliseconds until the next bite is due when it is so far behind. */
    restBefore(behind: number): number {
      if (isHurried || behind >= BITE) return 0;
      return Math.max(0, lastEnd + REST_MILLISECONDS - now());
    },
    /** A bite was done. */
    rest(): void {
      isHurried = false;
      lastEnd = now();
    },
  };
}
