import type { EventPage } from '@signalbox/contracts';
import type { BenchDatabase, BenchService, BenchWorld } from '../bench-world.ts';
import { catchUp } from '../caught-up.ts';
import { startHelper } from '../helper-process.ts';
import type { LoadQuestion } from '../load/load-process.ts';
import type { Sent } from '../load/send-requests.ts';
import { withScope } from '../scope.ts';
import { checkReceipts, readJson } from '../stored.ts';

/** How many events people have dealt with, in each way. */
const DEALT_WITH = 6;
const ASSIGNEE = 'Jonas Weber';
const MOST_AT_ONCE = 200_000;

/** So many events, as sources and people would make them: slower than a generator, and true whatever the schema is. */
export async function fillThroughProduct(world: BenchWorld, database: BenchDatabase): Promise<void> {
  await withScope(async (scope) => fillThrough(await world.startService(scope, database.env), world));
}

/** The same, through a service that runs. */
export async function fillThrough({ url, port }: BenchService, world: BenchWorld): Promise<void> {
  await withScope(async (scope) => {
    const load = startHelper<LoadQuestion>(scope, 'load/load-process.ts');
    for (let left = world.rows; left > 0; left -= MOST_AT_ONCE) {
      const reports = Math.min(left, MOST_AT_ONCE);
      await load.ask({ ask: 'prepare', reports, shape: { kind: 'batches', size: 1_000 }, ids: 'ordered' });
      const { counts } = await load.ask<Sent>({ ask: 'send', ports: [port], connections: 2 });
      checkReceipts(counts, reports, 'filling a database');
      world.progress.at(`writing ${world.rows} events: ${left - reports} left`);
    }
    await dealWithSome(url);
    await catchUp(url);
  });
}

/** Some acknowledged and assigned, some completed by a person while they go on failing. */
async function dealWithSome(url: string): Promise<void> {
  const { events } = await readJson<EventPage>(`${url}/v1/events?state=open&limit=${2 * DEALT_WITH}`);
  for (const [at, { id, source, key }] of events.entries()) {
    if (at < DEALT_WITH) {
      await post(`${url}/v1/events/${id}/acknowledge`, {});
      await post(`${url}/v1/events/${id}/assign`, { assignee: ASSIGNEE });
      continue;
    }
    await post(`${url}/v1/events/${id}/complete`, { hold: 'forever' });
    await post(`${url}/v1/reports`, { source, key, status: 'error', message: 'It goes on failing.' });
  }
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}
