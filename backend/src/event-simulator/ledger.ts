import type { Receipt } from '@signalbox/contracts';
import type { OutgoingReport } from './sending/outgoing-report.ts';

/** A report that went out, and every receipt that came for it. */
export interface SentReport {
  readonly report: OutgoingReport;
  /** How often it was sent, the first time included. */
  readonly sendings: number;
  readonly receipts: readonly Receipt[];
  /** Whether a broker said that it has it. */
  readonly isConfirmed: boolean;
}

interface NotedReport extends SentReport {
  sendings: number;
  readonly receipts: Receipt[];
  isConfirmed: boolean;
}

/** Everything that went out, by the report's id, so that it can be proved afterwards. */
export class Ledger {
  readonly #sent = new Map<string, NotedReport>();

  get sent(): ReadonlyMap<string, SentReport> {
    return this.#sent;
  }

  /** The newest journal entry that a receipt told of; 0 when none did. */
  get newestSeq(): number {
    let newest = 0;
    for (const { receipts } of this.#sent.values())
      for (const { seq = 0 } of receipts) newest = Math.max(newest, seq);
    return newest;
  }

  noteSending(reports: readonly OutgoingReport[]) {
    for (const report of reports) {
      const known = this.#sent.get(report.id);
      if (known) known.sendings += 1;
      else this.#sent.set(report.id, { report, sendings: 1, receipts: [], isConfirmed: false });
    }
  }

  noteConfirmed(reports: readonly OutgoingReport[]) {
    for (const { id } of reports) {
      const known = this.#sent.get(id);
      if (known) known.isConfirmed = true;
    }
  }

  noteReceipts(reports: readonly OutgoingReport[], receipts: readonly Receipt[]) {
    for (const receipt of receipts) {
      const id = reports[receipt.index]?.id;
      if (id !== undefined) this.#sent.get(id)?.receipts.push(receipt);
    }
  }
}
