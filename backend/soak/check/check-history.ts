import type { Answer, Evidence, FeedEntry, Line } from './evidence.ts';
import { checkReader } from './check-reader.ts';
import { type Findings, mergeFindings, noFindings } from './findings.ts';

/** Whether what was acknowledged is in the feed exactly once, in order, for everybody. Pure, so that it can be shown to fail. */
export function checkHistory({ history, journal, readers }: Evidence): Findings {
  return mergeFindings([
    checkOutcomes(history, journal),
    checkOrder(journal),
    ...readers.map((reader) => checkReader(reader, journal)),
  ]);
}

/** Everything that is known of one identity. */
interface Fate {
  invoked: number;
  unknown: number;
  answers: Answer[];
}

function checkOutcomes(history: readonly Line[], journal: readonly FeedEntry[]): Findings {
  const fates = collectFates(history);
  const entries = new Map<string, FeedEntry[]>();
  for (const entry of journal) {
    if (entry.id === undefined) continue;
    const known = entries.get(entry.id);
    if (known) known.push(entry);
    else entries.set(entry.id, [entry]);
  }
  const findings = noFindings();
  for (const [id, fate] of fates) checkFate(id, fate, entries.get(id) ?? [], findings);
  for (const [id, [entry]] of entries) {
    if (!fates.has(id)) findings.invented.push(`${id}: entry ${entry?.seq} tells of it, and nobody asked`);
  }
  return findings;
}

function collectFates(history: readonly Line[]): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const { id, step, answer } of history) {
    let fate = fates.get(id);
    if (!fate) fates.set(id, (fate = { invoked: 0, unknown: 0, answers: [] }));
    if (step === 'invoke') fate.invoked += 1;
    if (step === 'unknown') fate.unknown += 1;
    if (step === 'ok' && answer) fate.answers.push(answer);
  }
  return fates;
}

function checkFate(id: string, fate: Fate, entries: readonly FeedEntry[], findings: Findings): void {
  const { answers, unknown, invoked } = fate;
  const [entry] = entries;
  if (!entry) {
    if (answers.length > 0) findings.lost.push(`${id}: acknowledged, and in no entry`);
    return;
  }
  if (entries.length > 1) findings.doubled.push(`${id}: ${entries.length} entries (${seqsOf(entries)})`);
  // An answer that is still on its way is unknown as well.
  const mayBeThere = answers.length > 0 || unknown > 0;
  if (!mayBeThere && invoked > 0) findings.invented.push(`${id}: refused, and yet entry ${entry.seq}`);
  for (const answer of answers) checkAnswer(id, answer, entry, findings);
  const applied = answers.filter(({ result }) => result !== 'duplicate' && result !== 'done').length;
  if (applied > 1) findings.doubled.push(`${id}: ${applied} receipts say that it was applied`);
  if (applied === 0 && unknown === 0 && answers.some(({ result }) => result === 'duplicate'))
    findings.differing.push(`${id}: only duplicates, and nothing that they are duplicates of`);
}

function checkAnswer(id: string, { event, seq }: Answer, entry: FeedEntry, findings: Findings): void {
  if (event !== entry.event)
    findings.differing.push(`${id}: the answer names event ${event}, entry ${entry.seq} ${entry.event}`);
  if (seq !== undefined && seq !== entry.seq)
    findings.differing.push(`${id}: the receipt says entry ${seq}, and it is ${entry.seq}`);
}

/** Numbers rise, and with them the version of each event, by one at most. */
function checkOrder(journal: readonly FeedEntry[]): Findings {
  const findings = noFindings();
  const versions = new Map<string, number>();
  let last = 0;
  for (const { seq, event, version } of journal) {
    if (seq <= last) findings.inverted.push(`journal: ${seq} after ${last}`);
    last = seq;
    const before = versions.get(event);
    const leaps = before === undefined ? version !== 1 : version !== before && version !== before + 1;
    if (leaps)
      findings.inverted.push(`event ${event}: version ${version} after ${before ?? 'none'}, entry ${seq}`);
    versions.set(event, version);
  }
  return findings;
}

const seqsOf = (entries: readonly FeedEntry[]): string => entries.map(({ seq }) => seq).join(', ');
