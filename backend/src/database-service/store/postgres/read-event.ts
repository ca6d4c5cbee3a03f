import type { Pool } from 'pg';
import type { OperationalEvent } from '@signalbox/contracts';
import type { Row } from './columns.ts';
import { WHOLE_EVENT } from '../event-columns.ts';
import { EVENT_COLUMNS } from './event-row.ts';
import { isText, statement } from './parameters.ts';

const BY_ID = `SELECT ${WHOLE_EVENT} FROM events WHERE id = $1`;

export function prepareReadEvent(readers: Pool) {
  return async (id: string): Promise<OperationalEvent | undefined> => {
    if (!isText(id)) return undefined;
    const { rows } = await readers.query<Row>(statement(BY_ID, { values: [id] }));
    return rows[0] && EVENT_COLUMNS.read(rows[0]);
  };
}
