import type { Value } from './columns.ts';

/** One column of many rows as the text of an array. The driver would do the same, at three times the cost. */
export function arrayText(values: readonly Value[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as Value;
    if (index > 0) text += ',';
    text += value === null ? 'NULL' : typeof value === 'string' ? quoted(value) : String(value);
  }
  return `${text}}`;
}

/** Rows as one array for each column. */
export function columnArrays(rows: readonly (readonly Value[])[], columns: number): string[] {
  return Array.from({ length: columns }, (_none, column) =>
    arrayText(rows.map((row) => row[column] as Value)),
  );
}

const SPECIAL = /["\\]/;

function quoted(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
