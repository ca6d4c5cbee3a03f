import type { Attributes } from '@signalbox/contracts';
import { sameJson, type AcceptedReport } from '@signalbox/contracts/lifecycle';

/**
 * Attributes as the writing thread knows them: as text, so that they are written as JSON once, where the request was read,
 * and are not parsed again unless they must be compared.
 */
export interface PackedAttributes extends Attributes {
  readonly packed: string;
}

export const packAttributes = (attributes: Attributes): string => JSON.stringify(attributes);
export const asPacked = (packed: string): PackedAttributes => ({ packed });
export const packedText = (attributes: Attributes | undefined): string | null =>
  attributes === undefined ? null : (attributes as PackedAttributes).packed;
export const unpackAttributes = (attributes: Attributes): Attributes =>
  JSON.parse((attributes as PackedAttributes).packed) as Attributes;

/** The report with the stored attributes themselves where its own say the same: then whoever compares need not look inside. */
export function withStoredAttributes(report: AcceptedReport, stored: Attributes | undefined): AcceptedReport {
  const { attributes } = report;
  if (stored === undefined || attributes === undefined) return report;
  const isSame =
    packedText(stored) === packedText(attributes) ||
    sameJson(unpackAttributes(stored), unpackAttributes(attributes));
  return isSame ? { ...report, attributes: stored } : report;
}
