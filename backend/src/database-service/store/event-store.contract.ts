import { describe } from 'node:test';
import { applyContract } from './contract/apply.contract.ts';
import { changesContract } from './contract/changes.contract.ts';
import { filtersContract } from './contract/filters.contract.ts';
import { journalContract } from './contract/journal.contract.ts';
import { listContract } from './contract/list.contract.ts';
import type { OpenStore } from './contract/store-world.ts';
import { summaryContract } from './contract/summary.contract.ts';

/** They wait for the disk more than for a core; but all at once they open so many connections that one may wait too long for a lock. */
const TESTS_AT_ONCE = 4;

/** The promises of EventStore, which every adapter keeps. */
export function eventStoreContract(adapter: string, open: OpenStore): void {
  describe(`The event store on ${adapter}`, { concurrency: TESTS_AT_ONCE }, () => {
    applyContract(open);
    listContract(open);
    filtersContract(open);
    journalContract(open);
    summaryContract(open);
    changesContract(open);
  });
}
