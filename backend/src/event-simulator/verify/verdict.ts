/** What was found when everything was read back. */
export interface Verdict {
  /** Reports that were acknowledged. */
  readonly reports: number;
  readonly events: number;
  /** Acknowledged, and in no journal. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** Not as the lifecycle would have it. */
  readonly differing: readonly string[];
}

const SHOWN = 20;

export const isProved = ({ lost, doubled, differing }: Verdict): boolean =>
  lost.length + doubled.length + differing.length === 0;

export function describeVerdict(verdict: Verdict): string {
  const { reports, events, lost, doubled, differing } = verdict;
  const findings = [
    ...lost.map((what) => `lost: ${what}`),
    ...doubled.map((what) => `doubled: ${what}`),
    ...differing.map((what) => `differing: ${what}`),
  ];
  const more = findings.length - SHOWN;
  return [
    ...findings.slice(0, SHOWN).map((finding) => `  ${finding}`),
    ...(more > 0 ? [`  … and ${more.toLocaleString('en')} more`] : []),
    `Verified ${reports.toLocaleString('en')} reports in ${events.toLocaleString('en')} events: ` +
      `${lost.length} lost, ${doubled.length} doubled, ${differing.length} differing`,
  ].join('\n');
}
