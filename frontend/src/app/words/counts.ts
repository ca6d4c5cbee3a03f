const grouped = new Intl.NumberFormat('en-US');

/** `1,482` */
export const count = (value: number): string => grouped.format(value);

/** A count in a place of fixed width: above `most` it becomes `12 k`. */
export const countWithin = (value: number, most: number): string =>
  value > most ? `${Math.floor(value / 1_000)}\u00a0k` : count(value);

/** How often: `×1,204`, from 10,000 `×12 k`. */
export const times = (value: number): string => `×${countWithin(value, 9_999)}`;
