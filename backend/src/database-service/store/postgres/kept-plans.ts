import type { PoolClient } from 'pg';

/**
 * Connections that keep the plans of what looks for events. Of an almost empty table all indexes cost the same: a plan
 * that is made for it may read all events of a source for each that is asked for, until the table is analyzed.
 */
const keepPlans = new WeakSet<PoolClient>();

export const keepPlansOf = (db: PoolClient): void => void keepPlans.add(db);

export const planned = (db: PoolClient, name: string, text: string) =>
  keepPlans.has(db) ? { name, text } : { text };
