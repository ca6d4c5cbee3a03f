import type { Answer, Line } from './check/evidence.ts';

/** What writers asked for and how it went, in the order in which it happened. */
export class History {
  readonly lines: Line[] = [];

  invoke(writer: number, ids: readonly string[]): void {
    for (const id of ids) this.lines.push({ step: 'invoke', writer, id });
  }

  ok(writer: number, id: string, answer: Answer): void {
    this.lines.push({ step: 'ok', writer, id, answer });
  }

  /** Refused: it must not be there. */
  fail(writer: number, ids: readonly string[]): void {
    for (const id of ids) this.lines.push({ step: 'fail', writer, id });
  }

  /** No answer, or one that does not tell whether it was done. */
  unknown(writer: number, ids: readonly string[]): void {
    for (const id of ids) this.lines.push({ step: 'unknown', writer, id });
  }
}
