import type { Pool } from 'pg';
import { statement } from './parameters.ts';

const DUE = 'SELECT id FROM events WHERE hold_until <= $1 ORDER BY hold_until LIMIT $2';

export function prepareDueHolds(readers: Pool, now: () => string) {
  return async (limit: number): Promise<string[]> => {
    const { rows } = await readers.query<{ id: string }>(statement(DUE, { values: [now(), limit] }));
    return rows.map(({ id }) => id);
  };
}
