import { describe } from 'node:test';
import { applyContract } from './contract/apply.contract.ts';
import { changesContract } from './contract/changes.contract.ts';
import { filtersContract } from './contract/filters.contract.ts';
import { journalContract } from './contract/journal.contract.ts';
import { listContract } from './contract/list.contract.ts';
import type { OpenStore } from './contract/store-world.ts';
import { summaryContract } from './contract/summary.contract.ts';

/** The promises of EventStore, which every adapter keeps. */
export function eventStoreContract(adapter: string, open: OpenStore): void {
  describe(`The event store on ${adapter}`, { concurrency: true }, () => {
    applyContract(open);
    listContract(open);
    filtersContract(open);
    journalContract(open);
    summaryContract(open);
    changesContract(open);
  });
}
