import path from 'node:path';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { eventStoreContract } from '../event-store.contract.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

eventStoreContract('SQLite', async (t, context) => {
  const folder = await temporaryFolder(t);
  const store = openSqliteEventStore(path.join(folder, 'events.db'), context);
  t.after(() => store.close());
  return store;
});
