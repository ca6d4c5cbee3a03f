import type { DatabaseClient } from '../../src/database-client/index.ts';

/** How many entries the journal has: the number in the feed's newest cursor. */
export async function feedPosition(client: Pick<DatabaseClient, 'changes'>): Promise<number> {
  const { cursor } = await client.changes({ limit: 1 });
  return Number(cursor.split('-').at(-1));
}
