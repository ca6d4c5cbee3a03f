import { createWriteStream, existsSync, renameSync, type WriteStream } from 'node:fs';
import path from 'node:path';

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

/**
 * What a part prints goes to a file, so that the terminal stays readable; warnings and worse are told as well.
 * The log of the start before is kept beside it.
 */
export class PartLog {
  readonly #file: WriteStream;
  readonly #tell: (line: string) => void;
  readonly #complaints: string[] = [];
  readonly #toldAt = new Map<string, number>();
  #lastLine = '';

  constructor(file: string, tell: (line: string) => void) {
    if (existsSync(file)) renameSync(file, file.replace(/\.log$/, '.previous.log'));
    this.#file = createWriteStream(path.resolve(file));
    this.#tell = tell;
  }

  addOutput(line: string) {
    this.#file.write(`${line}\n`);
    this.#lastLine = line.trim() || this.#lastLine;
  }

  addError(line: string) {
    this.#file.write(`${line}\n`);
    const log = asLogLine(line);
    if (log && log.level >= warning) this.#tellOnce(log.msg);
    if (log || line.trim() === '') return;
    this.#complaints.push(line);
    if (this.#complaints.length > keptLines) this.#complaints.shift();
  }

  /** What was written for people at last: the complaint, or else the last line. */
  get lastWords(): string {
    return this.#complaints.join('\n') || this.#lastLine;
  }

  #tellOnce(message: string) {
    const now = performance.now();
    for (const [told, at] of this.#toldAt) if (now - at > sameForMs) this.#toldAt.delete(told);
    if (this.#toldAt.has(message)) return;
    this.#toldAt.set(message, now);
    this.#tell(message);
  }
}
