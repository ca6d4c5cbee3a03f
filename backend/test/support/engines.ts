import path from 'node:path';
import { freshDatabase } from './postgres/fresh-database.ts';
import { sharedPostgres } from './postgres/shared-postgres.ts';
import { type FolderOwner, temporaryFolder } from './temporary-folder.ts';

/** What keeps the events: the journeys that matter are made with each. */
export interface Engine {
  readonly name: string;
  /** The address of an empty database of the test's or suite's own. */
  readonly database: (t: FolderOwner) => Promise<string>;
}

export const SQLITE: Engine = {
  name: 'SQLite',
  database: async (t) => `sqlite:${path.join(await temporaryFolder(t), 'events.db')}`,
};

export const POSTGRES: Engine = {
  name: 'PostgreSQL',
  database: async (t) => freshDatabase(t, await sharedPostgres(18)),
};

export const ENGINES: readonly Engine[] = [SQLITE, POSTGRES];
