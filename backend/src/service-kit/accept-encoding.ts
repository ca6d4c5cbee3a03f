export type Coding = 'br' | 'gzip';

/** The first of these codings that an Accept-Encoding takes. A coding that is not named is not taken. */
export function acceptedCoding<Offered extends Coding>(
  header: string | string[] | undefined,
  offered: readonly Offered[],
): Offered | undefined {
  const accepted = String(header ?? '')
    .split(',')
    .map((one) => one.trim());
  return offered.find((coding) =>
    accepted.some((one) => one === coding || (one.startsWith(`${coding};`) && !/;\s*q=0(\.0*)?$/.test(one))),
  );
}
