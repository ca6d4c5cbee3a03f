const ON_TERMINAL_MS = 100;
const IN_LOG_MS = 5_000;
const ERASE_LINE = '\r\x1b[2K';

/** What a person sees meanwhile, on stderr: one changing line on a terminal, else a line now and then. */
export class Progress {
  readonly #output: NodeJS.WriteStream;
  readonly #start = performance.now();
  #last = -Infinity;

  constructor(output: NodeJS.WriteStream = process.stderr) {
    this.#output = output;
  }

  at(step: string): void {
    const now = performance.now();
    if (now - this.#last < (this.#output.isTTY ? ON_TERMINAL_MS : IN_LOG_MS)) return;
    this.#last = now;
    const line = `${((now - this.#start) / 1_000).toFixed(0)} s  ${step}`;
    if (this.#output.isTTY) this.#output.write(ERASE_LINE + line.slice(0, this.#output.columns - 1));
    else this.#output.write(`${line}\n`);
  }

  end(): void {
    if (this.#output.isTTY) this.#output.write(ERASE_LINE);
  }
}
