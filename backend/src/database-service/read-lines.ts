import { isUtf8 } from 'node:buffer';

/** A line that is not blank, or what is wrong with it. */
export type Line =
  { readonly text: string; readonly flaw?: undefined } | { readonly flaw: string; readonly text?: undefined };

const LINE_END = 0x0a;
const BLANK = /^[ \t]*$/;
/** Of one UTF-16 unit in UTF-8. */
const BYTES_MOST = 3;

/**
 * Cuts a body into lines as it comes. Holds no more than the piece of a line that has no end yet: of one that is too long
 * nothing is kept. Lines end with LF or CR LF; the last one may go without.
 */
export class LineSplitter {
  private rest: Buffer[] = [];
  private restBytes = 0;
  private isTooLong = false;
  private readonly maxBytes: number;

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  get heldBytes(): number {
    return this.restBytes;
  }

  /** The lines that this chunk ends. */
  push(chunk: Buffer): Line[] {
    const firstEnd = chunk.indexOf(LINE_END);
    if (firstEnd < 0) {
      this.keep(chunk);
      return [];
    }
    this.keep(chunk.subarray(0, firstEnd));
    const lines = this.end();
    const lastEnd = chunk.lastIndexOf(LINE_END);
    this.addLines(chunk.subarray(firstEnd + 1, lastEnd), lines);
    this.keep(chunk.subarray(lastEnd + 1));
    return lines;
  }

  /** The last line, if it had no end. */
  end(): Line[] {
    const lines: Line[] = [];
    if (this.isTooLong) lines.push(this.tooLong);
    else this.addBytes(this.rest.length === 1 ? (this.rest[0] as Buffer) : Buffer.concat(this.rest), lines);
    this.forget();
    this.isTooLong = false;
    return lines;
  }

  private keep(piece: Buffer): void {
    if (this.isTooLong || piece.length === 0) return;
    this.rest.push(piece);
    this.restBytes += piece.length;
    if (this.restBytes <= this.maxBytes + 1) return; // a CR may come on top
    this.isTooLong = true;
    this.forget();
  }

  private forget(): void {
    this.rest = [];
    this.restBytes = 0;
  }

  /** Many lines are decoded at once, which costs a fraction: unless one of them cannot be. */
  private addLines(bytes: Buffer, lines: Line[]): void {
    if (!isUtf8(bytes)) return this.addByteLines(bytes, lines);
    const text = bytes.toString('utf8');
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.addText(text.slice(start, end), lines);
      start = end + 1;
    }
    this.addText(text.slice(start), lines);
  }

  private addByteLines(bytes: Buffer, lines: Line[]): void {
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      this.addBytes(bytes.subarray(start, end), lines);
      start = end + 1;
    }
    this.addBytes(bytes.subarray(start), lines);
  }

  private addBytes(bytes: Buffer, lines: Line[]): void {
    if (bytes.length > this.maxBytes + 1) lines.push(this.tooLong);
    else if (isUtf8(bytes)) this.addText(bytes.toString('utf8'), lines);
    else lines.push({ flaw: 'The body is not UTF-8.' });
  }

  private addText(line: string, lines: Line[]): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const { maxBytes } = this;
    if (text.length * BYTES_MOST > maxBytes && Buffer.byteLength(text) > maxBytes) lines.push(this.tooLong);
    else if (!BLANK.test(text)) lines.push({ text: text.startsWith('\ufeff') ? text.slice(1) : text });
  }

  private get tooLong(): Line {
    return { flaw: `must be at most ${this.maxBytes} bytes in one line` };
  }
}
