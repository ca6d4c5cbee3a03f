import type { ChangeBuffer } from './change-buffer.ts';
import { seqOf } from './cursor.ts';
import type { LiveClient } from './live-client.ts';
import { PendingChanges } from './pending-changes.ts';

/** Tells a browser what it missed up to `end` at least: out of memory, or to read its page anew where that is too short. */
export function tellMissed(client: LiveClient, end: string, buffer: Pick<ChangeBuffer, 'since'>): void {
  const missed = buffer.since(client.cursor ?? '');
  const [first, ...others] = missed ?? [];
  if (!first) return client.tell(end, [], true);
  const pending = new PendingChanges(client.filter);
  const seq = seqOf(client.cursor ?? '');
  const isWithinFirst = seq > seqOf(first.after);
  for (const entry of first.entries) {
    if (!isWithinFirst) pending.add(entry);
    else if (entry.seq > seq) pending.addUncertain(entry);
  }
  for (const entry of others.flatMap(({ entries }) => entries)) pending.add(entry);
  if (missed?.some(({ refresh }) => refresh)) pending.demandRefresh();
  client.tell(missed?.at(-1)?.cursor ?? end, pending.entries(), pending.refresh);
}
