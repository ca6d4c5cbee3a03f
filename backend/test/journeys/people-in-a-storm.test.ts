import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HOLDS } from '@signalbox/contracts/vocabulary';
import {
  createDatabaseClient,
  type DatabaseClient,
  ProblemAnswerError,
} from '../../src/database-client/index.ts';
import { createRandom, type Random } from '../../src/event-simulator/random.ts';
import { ENGINES } from '../support/engines.ts';
import { startDatabaseService } from '../support/start-database-service.ts';
import { startSimulator } from '../support/start-simulator.ts';

/** So many that some of what they complete is overridden. */
const PEOPLE = 8;

/** Somebody who does something to a row of the board, whatever it is just then; refusals are part of it. */
async function doSomething(client: DatabaseClient, random: Random): Promise<void> {
  const { events } = await client.listEvents({ limit: 50 });
  if (events.length === 0) return;
  const { id, version } = random.pick(events);
  const options = { ifMatch: version, actor: random.pick(['Ana Ruiz', 'Jonas Weber']) };
  // Half of those who complete do so whatever has become of it: on a busy machine, the version is seldom the newest.
  const anyway = random.chance(0.5) ? { ...options, ifMatch: '*' as const } : options;
  const hold = random.pick(HOLDS.filter((one) => one !== 'until-time'));
  const holdUntil = new Date(Date.now() + random.between(20, 2_000)).toISOString();
  const commands = {
    acknowledge: () => client.command(id, 'acknowledge', {}, options),
    complete: () => client.command(id, 'complete', { hold, note: 'Seen to' }, anyway),
    completeForAWhile: () => client.command(id, 'complete', { hold: 'until-time', holdUntil }, anyway),
    reopen: () => client.command(id, 'reopen', {}, options),
    assign: () => client.command(id, 'assign', { assignee: random.pick(['Mika Laine', null]) }, options),
    comment: () => client.command(id, 'comment', { note: 'On my way' }, { actor: 'Priya Nair' }),
    undo: () => client.command(id, 'undo', {}, options),
  };
  await random
    .pick(Object.values(commands))()
    .catch((error: unknown) => {
      if (!(error instanceof ProblemAnswerError) || ![409, 412, 422].includes(error.status)) throw error;
    });
}

/** What people completed, of what is on the board: whether any of it was overridden by its source, and whether any held. */
async function completions(client: DatabaseClient) {
  const { events } = await client.listEvents({ limit: 500 });
  return {
    isOverridden: events.some(({ overrides }) => overrides > 0),
    holds: events.some(({ completedBy }) => completedBy?.kind === 'person'),
  };
}

describe('a storm in which people take part', () => {
  for (const { name, database } of ENGINES)
    it(`on ${name} ends as the lifecycle says, with everything that they did`, async (t) => {
      const { url } = await startDatabaseService(t, { databaseUrl: await database(t) });
      const client = createDatabaseClient({ url });
      t.after(() => client.close());
      const storm = async (number: number) => {
        const simulator = startSimulator(
          t,
          `--scenario storm --seed 7 --events 3000 --rate 1500 --url ${url} --verify`,
        );
        const person = async (random: Random) => {
          while (!simulator.stdout().includes('Ended')) await doSomething(client, random);
        };
        await Promise.all(
          Array.from({ length: PEOPLE }, (_, index) => person(createRandom(number * PEOPLE + index))),
        );
        const { code, stdout } = await simulator.ended;
        assert.match(stdout, /Verified 3,000 reports .*: 0 lost, 0 doubled, 0 differing\n/);
        assert.equal(code, 0);
      };
      // One storm is enough, unless the machine is so busy that people hardly get a word in.
      for (let number = 0, proved = false; !proved; number += 1) {
        await storm(number);
        const { isOverridden, holds } = await completions(client);
        proved = isOverridden && holds;
      }
    });
});
