const NBSP = '\u00a0';
const UNIT = 1_024;

/** `42 B`, `1.2 KiB`, `1.0 MiB` */
export function size(bytes: number): string {
  if (bytes < UNIT) return `${bytes}${NBSP}B`;
  const [value, unit] = bytes < UNIT * UNIT ? [bytes / UNIT, 'KiB'] : [bytes / UNIT / UNIT, 'MiB'];
  return `${value < 100 ? value.toFixed(1) : Math.floor(value)}${NBSP}${unit}`;
}
