import type { ChangesAnswer, ReceiptCounts, Summary } from '@signalbox/contracts';

/** Something that was sent is not there: whatever was measured is worth nothing. */
export class LossError extends Error {
  override readonly name = 'LossError';
}

/** All of these fresh reports were said to have become events. */
export function checkReceipts(counts: ReceiptCounts, sent: number, work: string): void {
  const { created, ...others } = counts;
  if (created === sent && Object.values(others).every((count) => count === 0)) return;
  throw new LossError(`${work}: of ${sent} fresh reports the receipts say ${JSON.stringify(counts)}.`);
}

/** The service itself, asked afterwards, has so many events. */
export async function checkStored(url: string, expected: number, work: string): Promise<void> {
  const { total, exact } = await readJson<Summary>(`${url}/v1/summary`);
  if (exact && total === expected) return;
  throw new LossError(`${work}: ${total} events are stored (exact: ${exact}) of ${expected} that were sent.`);
}

const ENTRIES_AT_ONCE = 5_000;

/** The feed after a cursor has each of so many entries once, in order: nothing lost, doubled or inverted. */
export async function checkFeed(url: string, after: string, expected: number, work: string): Promise<void> {
  let cursor = after;
  let last = 0;
  const versions = new Map<string, number>();
  for (let count = 0; ;) {
    const answer = await readJson<ChangesAnswer>(
      `${url}/v1/changes?after=${cursor}&limit=${ENTRIES_AT_ONCE}`,
    );
    for (const { seq, eventId, version } of answer.entries) {
      if (seq <= last) throw new LossError(`${work}: the feed gives entry ${seq} after ${last}.`);
      if (version < (versions.get(eventId) ?? 0))
        throw new LossError(`${work}: an event goes back to ${version}.`);
      versions.set(eventId, version);
      last = seq;
    }
    count += answer.entries.length;
    cursor = answer.cursor;
    if (answer.entries.length > 0) continue;
    if (count === expected) return;
    throw new LossError(`${work}: the feed gives ${count} entries of ${expected}.`);
  }
}

export async function readJson<Answer>(url: string): Promise<Answer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as Answer;
}
