import type { ReceiptCounts } from '@signalbox/contracts';

/** What has become of the reports so far. */
export class Tally {
  readonly counts: ReceiptCounts = {
    created: 0,
    updated: 0,
    repeated: 0,
    late: 0,
    duplicate: 0,
    rejected: 0,
  };
  /** On disk at a broker: what becomes of them comes later. */
  confirmed = 0;
  /** Refused with their whole request. */
  failed = 0;

  add(counts: ReceiptCounts) {
    for (const name of Object.keys(counts) as (keyof ReceiptCounts)[]) this.counts[name] += counts[name];
  }

  /** Reports that have a receipt, or a broker's word. */
  get acknowledged(): number {
    const { created, updated, repeated, late, duplicate } = this.counts;
    return created + updated + repeated + late + duplicate + this.confirmed;
  }

  get errors(): number {
    return this.counts.rejected + this.failed;
  }

  /** Reports that have their answer, whatever it is. */
  get answered(): number {
    return this.acknowledged + this.errors;
  }
}
