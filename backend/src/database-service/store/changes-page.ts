import { LIMITS, type ChangesAnswer } from '@signalbox/contracts';
import type { ChangesRequest } from './event-store.ts';

/** A part of the feed as the text that is sent: between the database and the reader nobody makes objects of it. */
export interface ChangesPage extends Omit<ChangesAnswer, 'entries'> {
  /** How many entries there are. */
  readonly count: number;
  /** The JSON of the entries, in UTF-8, with commas between them. */
  readonly entries: Uint8Array;
}

const encoder = new TextEncoder();
const COMMA = encoder.encode(',');

/** Takes entries for a page, as many as were asked for and as have room. */
export class ChangesCollector {
  private readonly limit: number;
  private readonly bytesMost: number;
  private readonly texts: Uint8Array[] = [];
  private count = 0;
  private bytes = 0;

  constructor({ limit, bytesMost = LIMITS.changesBytes }: Pick<ChangesRequest, 'limit' | 'bytesMost'>) {
    this.limit = limit;
    this.bytesMost = bytesMost;
  }

  /** How many more were asked for. */
  get room(): number {
    return this.limit - this.count;
  }

  get isFull(): boolean {
    return this.room <= 0;
  }

  /** Whether there was room for it, or for several with commas between them: a single one has it always when it is the first. */
  take(entries: Uint8Array, count = 1): boolean {
    const isFirst = this.count === 0 && count === 1;
    if (!isFirst && this.bytes + entries.length + 1 > this.bytesMost) return false;
    this.texts.push(entries);
    this.count += count;
    this.bytes += entries.length + 1;
    return true;
  }

  page(cursor: string): ChangesPage {
    const parts = this.texts.flatMap((text, index) => (index === 0 ? [text] : [COMMA, text]));
    return { cursor, count: this.count, entries: Buffer.concat(parts), refresh: false };
  }
}

/** The page that asks its reader to read everything anew, and to go on from this cursor. */
export const refreshPage = (cursor: string): ChangesPage => ({ ...emptyPage(cursor), refresh: true });

export const emptyPage = (cursor: string): ChangesPage => ({
  cursor,
  count: 0,
  entries: new Uint8Array(),
  refresh: false,
});

/** The JSON of the `ChangesAnswer` that the page is. */
export function changesJson({ cursor, entries, refresh }: ChangesPage): Buffer {
  const before = encoder.encode(`{"cursor":${JSON.stringify(cursor)},"entries":[`);
  return Buffer.concat([before, entries, encoder.encode(`],"refresh":${refresh}}`)]);
}
