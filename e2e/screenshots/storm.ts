import type { CommandBody, OperationalEvent } from '@signalbox/contracts';
import { eventually } from '../../backend/test/support/eventually.ts';
import type { Product } from '../support/product.ts';

const SEED = '7';
const PEOPLE = ['Ana Ruiz', 'Jonas Weber', 'Mei Tanaka'] as const;
const COMPLETIONS: readonly CommandBody<'complete'>[] = [
  { note: 'Crew is on its way' },
  { hold: 'until-worse', note: 'Known, part is ordered' },
  {},
  { hold: 'forever', note: 'Lane is closed for works' },
];
const ROUNDS = 3;

/** An ordinary hour, then a plaza that goes down, while three people decide; gives the event that shows most of it. */
export async function playStorm(product: Product): Promise<{ apart: string }> {
  const day = product.simulates('--scenario', 'steady', '--seed', SEED, '--rate', '40');
  await eventually(() => hasReports(product, 600), { withinMs: 60_000 });
  await decideSome(product, 0);
  await eventually(() => hasReports(product, 1_000), { withinMs: 60_000 });
  await day.stop();
  product.simulates('--scenario', 'storm', '--seed', SEED, '--rate', '25');
  for (let round = 1; round <= ROUNDS; round += 1) {
    await eventually(() => hasReports(product, 1_000 + round * 150), { withinMs: 60_000 });
    await decideSome(product, round);
  }
  // Now the sources answer.
  await eventually(() => hasReports(product, 1_000 + (ROUNDS + 2) * 150), { withinMs: 60_000 });
  const apart = await eventually(() => mostDiverged(product), { withinMs: 60_000 });
  return { apart: apart.id };
}

async function hasReports({ database }: Product, wanted: number): Promise<void> {
  const { histogram } = await database.summary();
  const taken = histogram.reduce((sum, { ok, warning, error }) => sum + ok + warning + error, 0);
  if (taken < wanted) throw new Error(`${taken} of ${wanted} reports so far`);
}

/** Acknowledges and completes some of the open ones, each person a few. */
async function decideSome({ database }: Product, round: number): Promise<void> {
  const { events } = await database.listEvents({ state: ['open'], limit: 200 });
  const devices = events.filter(({ type }) => !type?.startsWith('case.'));
  for (const [index, { id, version }] of devices.entries()) {
    const options = { ifMatch: version, actor: PEOPLE[(index + round) % PEOPLE.length] ?? PEOPLE[0] };
    const completion = COMPLETIONS[index % COMPLETIONS.length] ?? {};
    if (index % 7 === 1) await attempt(database.command(id, 'acknowledge', {}, options));
    if (index % 5 === 3) await attempt(database.command(id, 'complete', completion, options));
  }
}

/** In a storm the source may be faster than a person; then that decision is just not made. */
async function attempt(command: Promise<OperationalEvent>): Promise<void> {
  await command.catch(() => undefined);
}

const story = ({ overrides, failingSince }: OperationalEvent) => 3 * overrides + Math.min(failingSince, 5);

async function mostDiverged({ database }: Product): Promise<OperationalEvent> {
  const { events } = await database.listEvents({ diverged: true, limit: 50 });
  const [most] = events.toSorted((a, b) => story(b) - story(a));
  if (!most || most.failingSince < 2) throw new Error('Nothing is apart for long yet');
  return most;
}
