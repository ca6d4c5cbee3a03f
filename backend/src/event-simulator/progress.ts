import type { Tally } from './tally.ts';

/** On a terminal one line is rewritten in place; elsewhere each is a line of a log. */
const ON_TERMINAL_MS = 250;
const IN_LOG_MS = 5_000;
/** The rate shown is that of the last seconds. */
const RATE_OVER_MS = 2_000;
const BAR_WIDTH = 30;
const ERASE_LINE = '\r\x1b[2K';

export interface ProgressOptions {
  readonly tally: Tally;
  readonly output: NodeJS.WriteStream;
  /** How many events a backfill makes: then there is a bar. */
  readonly events?: number;
}

/** What a person sees while reports go out. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout;
  #logged = '';
  #samples: { readonly at: number; readonly answered: number }[] = [];

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#show(), options.output.isTTY ? ON_TERMINAL_MS : IN_LOG_MS);
  }

  get seconds(): number {
    return (performance.now() - this.#start) / 1_000;
  }

  /** Says something that stays. */
  say(line: string) {
    const { output } = this.#options;
    output.write(output.isTTY ? `${ERASE_LINE}${line}\n` : `${line}\n`);
  }

  end() {
    clearInterval(this.#timer);
    const { output } = this.#options;
    if (output.isTTY) output.write(ERASE_LINE);
  }

  #show() {
    const { output, tally, events } = this.#options;
    const rate = figure(this.#rate());
    const counts =
      events === undefined ? describeCounts(tally, 'brief') : describeShare(tally.counts.created, events);
    if (!output.isTTY) return this.#log(counts, rate);
    const line = `${this.seconds.toFixed(0)} s  ${rate}/s  ${counts}`;
    // A line that wraps could not be rewritten in place.
    output.write(ERASE_LINE + line.slice(0, output.columns - 1));
  }

  /** A log is not filled with the same again: while the service is away, or a long pause lasts. */
  #log(counts: string, rate: string) {
    if (counts === this.#logged) return;
    this.#logged = counts;
    this.#options.output.write(`${this.seconds.toFixed(0)} s  ${rate}/s  ${counts}\n`);
  }

  #rate(): number {
    const now = { at: performance.now(), answered: this.#options.tally.answered };
    const oldest = this.#samples[0] ?? { at: this.#start, answered: 0 };
    this.#samples = [...this.#samples, now].filter(({ at }) => now.at - at <= RATE_OVER_MS);
    return ((now.answered - oldest.answered) * 1_000) / Math.max(1, now.at - oldest.at);
  }
}

/** Briefly: without what did not happen, so that it has room on a terminal. */
export function describeCounts(tally: Tally, how?: 'brief'): string {
  const { created, updated, repeated, late, duplicate } = tally.counts;
  const always = { sent: tally.answered, ...(tally.confirmed === 0 && { created, updated, repeated }) };
  const seldom = { late, duplicates: duplicate };
  return Object.entries({ ...always, ...seldom, errors: tally.errors })
    .filter(([name, count]) => how !== 'brief' || count > 0 || !(name in seldom))
    .map(([name, count]) => `${name} ${figure(count)}`)
    .join('  ');
}

const describeShare = (created: number, events: number): string =>
  `${bar(created / events)}  ${figure(created)} of ${figure(events)} events`;

export const figure = (number: number): string =>
  number.toLocaleString('en', { maximumFractionDigits: number < 10 ? 1 : 0 });

function bar(share: number): string {
  const done = Math.min(BAR_WIDTH, Math.floor(share * BAR_WIDTH));
  return `[${'█'.repeat(done)}${'░'.repeat(BAR_WIDTH - done)}] ${Math.floor(Math.min(1, share) * 100)} %`;
}
