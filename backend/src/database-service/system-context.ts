import { randomUUIDv7 } from 'node:crypto';
import type { StoreContext } from './store/event-store.ts';

/** Our clock and our ids. */
export const SYSTEM_CONTEXT: StoreContext = {
  now: () => new Date().toISOString(),
  newId: () => randomUUIDv7(),
};
