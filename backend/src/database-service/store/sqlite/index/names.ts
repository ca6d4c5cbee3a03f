import type { DatabaseSync } from 'node:sqlite';

/** Sources, types and assignees have numbers of their own in the index. */
export type NameKind = 's' | 't' | 'a';

/** Enough for every name of a busy hour; what is forgotten is looked up again. */
const REMEMBERED_MOST = 50_000;

/** Gives names their numbers, and new names new ones. To be forgotten when the transaction fails that gave them. */
export function prepareNames(db: DatabaseSync) {
  const find = db.prepare('SELECT id FROM names WHERE name = ? AND kind = ?');
  const add = db.prepare('INSERT INTO names (name, kind) VALUES (?, ?)');
  const remembered = {
    s: new Map<string, number>(),
    t: new Map<string, number>(),
    a: new Map<string, number>(),
  };

  return {
    numberOf(kind: NameKind, name: string): number {
      const known = remembered[kind].get(name);
      if (known !== undefined) return known;
      const number = Number(find.get(name, kind)?.['id'] ?? add.run(name, kind).lastInsertRowid);
      if (remembered[kind].size >= REMEMBERED_MOST) remembered[kind].clear();
      remembered[kind].set(name, number);
      return number;
    },
    forget() {
      for (const names of Object.values(remembered)) names.clear();
    },
  };
}
export type Names = ReturnType<typeof prepareNames>;
