import type { Write } from '../event-store.ts';
import { pair } from './find-records.ts';

type Names = ReadonlySet<string> | 'all';

interface Call {
  readonly writes: readonly Write[];
  readonly ended: Promise<unknown>;
  names?: Names;
}

/**
 * Lets calls overlap that have no event in common, and makes any other wait for those before it: on two connections the
 * later one might be the faster. Commands name their event by its id, which may be anybody's: they wait for all, and all for them.
 */
export function inOrderOfCalls<T>(
  apply: (writes: readonly Write[]) => Promise<T>,
): (writes: readonly Write[]) => Promise<T> {
  const calls = new Set<Call>();
  return async (writes) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const call: Call = { writes, ended };
    const before = [...calls].filter((other) => haveCommon(call, other));
    calls.add(call);
    try {
      await Promise.all(before.map((other) => other.ended));
      return await apply(writes);
    } finally {
      calls.delete(call);
      end();
    }
  };
}

function haveCommon(a: Call, b: Call): boolean {
  a.names ??= namesOf(a.writes);
  b.names ??= namesOf(b.writes);
  if (a.names === 'all' || b.names === 'all') return true;
  return !a.names.isDisjointFrom(b.names);
}

/** What two writes have in common when they may be about the same event, or are the same report. */
function namesOf(writes: readonly Write[]): Names {
  const names = new Set<string>();
  for (const write of writes) {
    if (write.kind !== 'report') return 'all';
    const { key, source, id } = write.report;
    names.add(pair(key, source));
    if (id !== undefined) names.add(pair(id, source));
  }
  return names;
}
