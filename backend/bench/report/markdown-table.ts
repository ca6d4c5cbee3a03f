import type { Aim, Row } from '../results.ts';

const HEAD = ['Work', 'a second', 'of limit', 'p50 ms', 'p99 ms', 'CPU µs', 'MiB', 'Aim', ''] as const;

/** The lines of a section as Markdown, which a terminal shows well too. */
export function markdownTable(rows: readonly Row[]): string {
  const cells = rows.map(({ work, rate, ratio, p50, p99, cpu, memory, also, aim }) => [
    work,
    figure(rate),
    ratio === undefined ? '' : ratio.toFixed(2),
    figure(p50),
    figure(p99),
    figure(cpu),
    figure(memory),
    aim ? verdict(aim) : '',
    also ?? '',
  ]);
  return [HEAD, HEAD.map((_, at) => (at === 0 || at > 6 ? ':--' : '--:')), ...cells]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

const verdict = ({ says, met }: Aim): string => (met ? `${says}: reached` : `**${says}: missed**`);

/** Three digits that say something. */
function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '';
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
