/** Reports are added up in bars of so many minutes, so that a wide histogram reads few of them. */
export const REPORT_WIDTHS = [1, 60, 1_440] as const;

/** The bar of this width in which a minute lies. */
export const wholeBars = (minute: number, width: number): number => Math.floor(minute / width) * width;

/** The widest bars of which bars of this width can be put together; all of them stand at multiples of their width. */
export const widestWithin = (width: number): number =>
  REPORT_WIDTHS.findLast((one) => width % one === 0) ?? 1;
