import { createWriteStream, existsSync, renameSync, type WriteStream } from 'node:fs';

/** pino's numbers: 40 is a warning, and what is above is worse. */
const warning = 40;

/** Enough for an uncaught error's stack; a wrong setting is one line. */
const keptLines = 12;

/** A part in trouble says the same for every request; a person needs it once a minute. */
const sameForMs = 60_000;

interface LogLine {
  level: number;
  msg: string;
}

function asLogLine(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg } = JSON.parse(line) as Partial<LogLine>;
    return typeof level === 'number' && typeof msg === 'string' ? { level, msg } : undefined;
  } catch {
    return undefined; // a line of prose that happens to start with a brace
  }
}

/** What of a part's output reaches the terminal. */
export type Tells = 'warnings' | 'everything';

export interface PartLogOptions {
  file: string;
  tells: Tells;
  tell: (line: string) => void;
}

/**
 * What a part prints goes to a file, so that the terminal stays readable; warnings and worse are told as well.
 * The log of the start before is kept beside it.
 */
export class PartLog {
  readonly #file: WriteStream;
  readonly #options: PartLogOptions;
  readonly #complaints: string[] = [];
  readonly #toldAt = new Map<string, number>();
  #lastLine = '';

  constructor(options: PartLogOptions) {
    const { file } = options;
    if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
    this.#file = createWriteStream(file);
    this.#options = options;
  }

  addOutput(line: string) {
    this.#write(line);
    this.#lastLine = line.trim() || this.#lastLine;
  }

  addError(line: string) {
    const log = this.#write(line);
    if (log || line.trim() === '') return;
    this.#complaints.push(line);
    if (this.#complaints.length > keptLines) this.#complaints.shift();
  }

  get complaint(): string {
    return this.#complaints.join('\n');
  }

  /** What was written for people at last: the complaint, or else the last line. */
  get lastWords(): string {
    return this.complaint || this.#lastLine;
  }

  #write(line: string): LogLine | undefined {
    this.#file.write(`${line}\n`);
    const log = asLogLine(line);
    const { tell, tells } = this.#options;
    if (tells === 'everything') tell(log?.msg ?? line);
    else if (log && log.level >= warning) this.#tellOnce(log.msg);
    return log;
  }

  #tellOnce(message: string) {
    const now = performance.now();
    for (const [told, at] of this.#toldAt) if (now - at > sameForMs) this.#toldAt.delete(told);
    if (this.#toldAt.has(message)) return;
    this.#toldAt.set(message, now);
    this.#options.tell(message);
  }
}
