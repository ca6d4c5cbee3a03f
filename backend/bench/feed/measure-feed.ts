import type { ChangesAnswer } from '@signalbox/contracts';
import type { BenchService, BenchWorld } from '../bench-world.ts';
import { filledDatabase } from '../databases/database.ts';
import { type AskInTurns, startAsking } from '../query/ask-in-turns.ts';
import type { Row } from '../results.ts';
import { withScope } from '../scope.ts';
import { LossError, readJson } from '../stored.ts';
import { readerBehind } from './reader-behind.ts';
import { readInStore } from './read-in-store.ts';

const FAR_BEHIND = 1_000_000;
const AT_ONCE = 1_000;
const PLACES = 20;
const REQUESTS = 200;

/** The change feed: one answer, a long way to catch up, and the jump to the latest. */
export async function measureFeed(world: BenchWorld): Promise<Row[]> {
  return withScope(async (scope) => {
    const database = await filledDatabase(scope, world);
    const inStore = await readInStore(world, database);
    const service = await world.startService(scope, database.env);
    const ask = startAsking(scope, world);
    const { cursor } = await readJson<ChangesAnswer>(`${service.url}/v1/changes`);
    const far = back(cursor, Math.min(world.rows, FAR_BEHIND));
    return [
      ...inStore,
      await answers(ask, { service, cursor, behind: Math.min(world.rows, FAR_BEHIND) }),
      await latest(ask, { service, far }),
      ...(await readerBehind(scope, world, { service, far })),
    ];
  });
}

/** A cursor so many entries before this one. */
function back(cursor: string, entries: number): string {
  const dash = cursor.lastIndexOf('-');
  return `${cursor.slice(0, dash)}-${Math.max(0, Number(cursor.slice(dash + 1)) - entries)}`;
}

async function answers(
  ask: AskInTurns,
  {
    service,
    cursor,
    behind,
  }: { readonly service: BenchService; readonly cursor: string; readonly behind: number },
): Promise<Row> {
  const places = Array.from({ length: PLACES }, (_, at) =>
    back(cursor, Math.round((behind * (at + 1)) / PLACES)),
  );
  const paths = places.map((after) => `/v1/changes?after=${after}&limit=${AT_ONCE}`);
  const name = `an answer of ${AT_ONCE.toLocaleString('en')} entries, over HTTP`;
  const [read] = await ask([{ name, service, paths, connections: 1 }], REQUESTS);
  if (!read) throw new Error('Nobody was asked.');
  const { rate, p50, p99, cpu } = read;
  return { work: name, rate: rate * AT_ONCE, p50, p99, also: `${cpu.toFixed(0)} µs CPU an answer` };
}

async function latest(
  ask: AskInTurns,
  { service, far }: { readonly service: BenchService; readonly far: string },
): Promise<Row> {
  const path = `/v1/changes?after=${far}&mode=latest`;
  const { refresh, cursor } = await readJson<ChangesAnswer>(service.url + path);
  if (!refresh || cursor === far) throw new LossError('mode=latest does not jump to the newest entry.');
  const [jump] = await ask([{ name: 'mode=latest', service, paths: [path], connections: 1 }], REQUESTS);
  if (!jump) throw new Error('Nobody was asked.');
  const { p50, p99, cpu } = jump;
  return { work: 'mode=latest from far behind: the jump to the newest entry', p50, p99, cpu };
}
