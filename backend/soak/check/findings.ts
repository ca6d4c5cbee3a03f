/** What must not be; each finding in words. */
export interface Findings {
  /** Acknowledged, and not in the journal. */
  readonly lost: string[];
  /** In the journal, or given to a reader, more than once. */
  readonly doubled: string[];
  /** In the journal, although it was refused or never asked for. */
  readonly invented: string[];
  /** A number, or the version of an event, that goes back or leaps. */
  readonly inverted: string[];
  /** In the journal, and passed over by a reader. */
  readonly missed: string[];
  /** Told in two ways: by a receipt, a reader, a history or an event, and by the journal. */
  readonly differing: string[];
}

export type Kind = keyof Findings;

export const KINDS: readonly Kind[] = ['lost', 'doubled', 'invented', 'inverted', 'missed', 'differing'];

export const noFindings = (): Findings => ({
  lost: [],
  doubled: [],
  invented: [],
  inverted: [],
  missed: [],
  differing: [],
});

export function mergeFindings(all: readonly Findings[]): Findings {
  const merged = noFindings();
  for (const findings of all) for (const kind of KINDS) merged[kind].push(...findings[kind]);
  return merged;
}

export const countFindings = (findings: Findings): number =>
  KINDS.reduce((sum, kind) => sum + findings[kind].length, 0);
