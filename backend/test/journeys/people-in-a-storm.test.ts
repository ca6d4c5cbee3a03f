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

/** So many that some of what they complete is overridden, however slow the machine is. */
const PEOPLE = 8;

/** Somebody who does something to a row of the board, whatever it is just then; refusals are part of it. */
async function doSomething(client: DatabaseClient, random: Random): Promise<void> {
  const { events } = await client.listEvents({ limit: 50 });
  if (events.length === 0) return;
  const { id, version } = random.pick(events);
  const options = { ifMatch: version, actor: random.pick(['Ana Ruiz', 'Jonas Weber']) };
  const hold = random.pick(HOLDS.filter((one) => one !== 'until-time'));
  const holdUntil = new Date(Date.now() + random.between(20, 2_000)).toISOString();
  const commands = {
    acknowledge: () => client.command(id, 'acknowledge', {}, options),
    complete: () => client.command(id, 'complete', { hold, note: 'Seen to' }, options),
    completeForAWhile: () => client.command(id, 'complete', { hold: 'until-time', holdUntil }, options),
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

describe('a storm in which people take part', () => {
  for (const { name, database } of ENGINES)
    it(`on ${name} ends as the lifecycle says, with everything that they did`, async (t) => {
      const { url } = await startDatabaseService(t, { databaseUrl: await database(t) });
      const client = createDatabaseClient({ url });
      t.after(() => client.close());
      const simulator = startSimulator(
        t,
        `--scenario storm --seed 7 --events 3000 --rate 1500 --url ${url} --verify`,
      );
      const person = async (random: Random) => {
        while (!simulator.stdout().includes('Ended')) await doSomething(client, random);
      };
      await Promise.all(Array.from({ length: PEOPLE }, (_, seed) => person(createRandom(seed))));

      const { code, stdout } = await simulator.ended;
      assert.match(stdout, /Verified 3,000 reports .*: 0 lost, 0 doubled, 0 differing\n/);
      assert.equal(code, 0);
      const { events } = await client.listEvents({ limit: 500 });
      assert.ok(
        events.some(({ overrides }) => overrides > 0),
        'no completion was overridden',
      );
      assert.ok(
        events.some(({ completedBy }) => completedBy?.kind === 'person'),
        'no completion held',
      );
    });
});
