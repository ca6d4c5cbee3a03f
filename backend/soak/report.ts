import { countFindings, type Findings, KINDS } from './check/findings.ts';
import type { SoakReport } from './soak.ts';

const SHOWN = 10;
const figure = (count: number): string => count.toLocaleString('en');

/** Nothing found; and something was there to find it in. */
export const isWell = ({ findings, unforeseen, entries }: SoakReport): boolean =>
  countFindings(findings) === 0 && unforeseen.length === 0 && entries > 0;

const inWords = (findings: Findings): string =>
  KINDS.map((kind) => `${kind} ${figure(findings[kind].length)}`).join(', ');

/** What was done, what was found, and what that proves. */
export function describeSoak(report: SoakReport): string {
  const { history, findings, unforeseen } = report;
  const count = (step: string) => history.filter((line) => line.step === step).length;
  const acknowledged = new Set(history.filter(({ step }) => step === 'ok').map(({ id }) => id)).size;
  const again = history.filter(({ answer }) => answer?.result === 'duplicate').length;
  return [
    `${report.database}: ${report.writers} writers, ${report.services} database ${report.services === 1 ? 'service' : 'services'}, ${report.readers} readers`,
    `  asked ${figure(count('invoke'))}: acknowledged ${figure(acknowledged)}, duplicates ${figure(again)}, ` +
      `refused ${figure(count('fail'))}, unknown ${figure(count('unknown'))}`,
    `  services killed ${report.kills}, connections of the database cut ${report.cutConnections}, ` +
      `database crashed ${report.crashes}, connections of readers cut ${figure(report.cutReaders)}`,
    `  journal ${figure(report.entries)} entries, each held against ${report.readers} readers; histories replayed ${figure(report.replayed)}`,
    ...KINDS.flatMap((kind) => some(kind, findings[kind])),
    ...some('unforeseen', withCounts(unforeseen)),
    `  ${inWords(findings)}`,
    ...bound(countFindings(findings), acknowledged),
  ].join('\n');
}

/** None in N says that it happens less often than once in N / 3, with 95 % confidence: the rule of three. */
const bound = (found: number, acknowledged: number): string[] =>
  found > 0 || acknowledged === 0
    ? []
    : [
        `  none in ${figure(acknowledged)}: at most one in ${figure(Math.floor(acknowledged / 3))} (95 %, rule of three)`,
      ];

export function describeNaive(findings: Findings, entries: number): string {
  return [
    `The same checker on a feed with a plain sequence, ${figure(entries)} entries:`,
    `  ${inWords(findings)}`,
    findings.missed.length > 0
      ? '  so it finds what is lost.'
      : '  it found nothing lost, which proves nothing: run it again.',
  ].join('\n');
}

const withCounts = (texts: readonly string[]): string[] =>
  [...Map.groupBy(texts, (text) => text)].map(([text, all]) => `${all.length} × ${text}`);

const some = (kind: string, found: readonly string[]): string[] => [
  ...found.slice(0, SHOWN).map((what) => `  ${kind}: ${what}`),
  ...(found.length > SHOWN ? [`  ${kind}: … and ${figure(found.length - SHOWN)} more`] : []),
];
