import type { FeedEntry, ReaderRecord } from './evidence.ts';
import { type Findings, noFindings } from './findings.ts';

/** Whether a reader was given the whole journal, each entry once, in its order, whatever cut it off meanwhile. */
export function checkReader({ name, entries }: ReaderRecord, journal: readonly FeedEntry[]): Findings {
  const findings = noFindings();
  const known = new Map(journal.map((entry) => [entry.seq, entry]));
  const given = new Set<number>();
  let last = 0;
  for (const entry of entries) {
    const { seq } = entry;
    if (given.has(seq)) findings.doubled.push(`${name}: entry ${seq} came again`);
    else if (seq <= last) findings.inverted.push(`${name}: entry ${seq} after ${last}`);
    given.add(seq);
    last = Math.max(last, seq);
    const difference = differenceOf(entry, known.get(seq));
    if (difference) findings.differing.push(`${name}: entry ${seq} ${difference}`);
  }
  for (const { seq } of journal) if (!given.has(seq)) findings.missed.push(`${name}: entry ${seq}`);
  return findings;
}

function differenceOf(given: FeedEntry, kept: FeedEntry | undefined): string | undefined {
  if (!kept) return 'is not in the journal';
  const isSame = given.event === kept.event && given.version === kept.version && given.id === kept.id;
  return isSame ? undefined : 'tells of something else than in the journal';
}
