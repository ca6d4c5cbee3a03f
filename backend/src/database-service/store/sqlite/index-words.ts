import type { DatabaseSync } from 'node:sqlite';
import { searchWords, type OperationalEvent } from '@signalbox/contracts';
import { prepareWrite } from './prepare-write.ts';

/** Keeps the words by which `q` finds events. */
export function prepareWords(db: DatabaseSync) {
  const insert = prepareWrite(db, 'INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  const remove = prepareWrite(db, 'DELETE FROM event_words WHERE rowid = ?');

  return (row: number, before: OperationalEvent | undefined, after: OperationalEvent): void => {
    if (before && before.message === after.message && before.type === after.type) return;
    const words = wordsOf(after);
    if (before) {
      if (wordsOf(before) === words) return;
      remove.run(row);
    }
    insert.run(row, words);
  };
}

function wordsOf({ message, source, key, type = '' }: OperationalEvent): string {
  return [...new Set(searchWords(`${message} ${source} ${key} ${type}`))].sort().join(' ');
}
