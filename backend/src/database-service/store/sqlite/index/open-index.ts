import { rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { INDEX_SCHEMA, INDEX_VERSION } from './index-schema.ts';

/** Which events an index must belong to. */
export interface Truth {
  readonly epoch: string;
  readonly lastSeq: number;
  /** When this entry of the journal was written; undefined when it is not kept any more. */
  readonly writtenAt: (seq: number) => string | undefined;
}

/** `events.db` has its index in `events.index.db`. */
export function indexFileOf(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, `${name}.index.db`);
}

// It can be made anew: losing the last moments in a power cut only means to follow them again.
const SETTINGS = `
  PRAGMA page_size = 16384;            -- a tenth less to do for each report than with 4096
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA wal_autocheckpoint = 8000;
  PRAGMA journal_size_limit = 67108864;
  PRAGMA cache_size = -32768;
  PRAGMA temp_store = MEMORY;
`;

/** Makes sure that there is an index of these events, and says why an old one was thrown away, if it was. */
export function ensureIndex(file: string, truth: Truth): string | undefined {
  const why = whyUseless(file, truth);
  if (why === undefined) return undefined;
  renewIndex(file, truth.epoch);
  return why === '' ? undefined : why;
}

export function renewIndex(file: string, epoch: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const db = new DatabaseSync(file);
  try {
    db.exec(SETTINGS);
    db.exec('BEGIN');
    db.exec(INDEX_SCHEMA);
    db.prepare('INSERT INTO index_state (epoch, indexed_seq) VALUES (?, 0)').run(epoch);
    db.exec(`PRAGMA user_version = ${INDEX_VERSION}; COMMIT`);
  } finally {
    db.close();
  }
}

/** The connection that follows: to the index, with the events attached as `truth`, for reading only. */
export function connectFollower(indexFile: string, file: string): DatabaseSync {
  const db = new DatabaseSync(indexFile);
  try {
    db.exec(SETTINGS);
    db.prepare('ATTACH ? AS truth').run(`${asUri(file)}?mode=ro`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Lets a connection that reads the events read their index too. */
export function attachIndex(reader: DatabaseSync, indexFile: string): void {
  reader.prepare('ATTACH ? AS idx').run(`${asUri(indexFile)}?mode=ro`);
}

const asUri = (file: string): string =>
  `file:${path.resolve(file).split(path.sep).map(encodeURIComponent).join('/')}`;

/** Undefined when the index is good; an empty reason when there is none yet. */
function whyUseless(file: string, truth: Truth): string | undefined {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file);
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version === 0) return '';
    if (version !== INDEX_VERSION) return 'it was made by another version';
    const state = db.prepare('SELECT epoch, indexed_seq, indexed_at FROM index_state').get();
    return whyForeign(state ?? {}, truth);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    db?.close();
  }
}

function whyForeign(
  state: Record<string, unknown>,
  { epoch, lastSeq, writtenAt }: Truth,
): string | undefined {
  const seq = Number(state['indexed_seq']);
  if (state['epoch'] !== epoch) return 'it belongs to another database';
  if (!(seq <= lastSeq)) return 'it knows of entries that the journal does not have';
  const at = seq > 0 ? writtenAt(seq) : undefined;
  return at !== undefined && at !== state['indexed_at'] ? 'it belongs to another database' : undefined;
}
