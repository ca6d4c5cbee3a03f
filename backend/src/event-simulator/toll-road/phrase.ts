import type { Random } from '../random.ts';

const PLATE_LETTERS = 'ABCDEFHKLMNPRSTVXZ';

/**
 * Words with figures: `{3-9}` becomes a whole number of that range, `{plate}` a number plate.
 * The same phrase said again has other figures, as a machine's words have.
 */
export function fillPhrase(phrase: string, random: Random): string {
  return phrase.replace(/\{(?:(\d+)-(\d+)|plate)\}/g, (_whole, least?: string, most?: string) =>
    least === undefined ? plate(random) : String(random.between(Number(least), Number(most))),
  );
}

function plate(random: Random): string {
  const letters = () => random.pick([...PLATE_LETTERS]) + random.pick([...PLATE_LETTERS]);
  return `${letters()}-${letters()} ${random.between(100, 9_999)}`;
}
