import { setTimeout as wait } from 'node:timers/promises';
import { createDatabaseClient, type DatabaseClient } from '../src/database-client/index.ts';
import type { Random } from '../src/event-simulator/random.ts';
import { freePort } from '../test/support/free-port.ts';
import { startDatabaseService, type StartedDatabaseService } from '../test/support/start-database-service.ts';
import type { Scope } from '../test/support/start-process.ts';

/** For how long a killed service stays away, at most. */
const AWAY_MS = 500;

interface Service {
  readonly client: DatabaseClient;
  readonly start: () => Promise<StartedDatabaseService>;
  process: StartedDatabaseService;
}

/** Database services on one database, each a process of its own, some of which are killed now and then. */
export class Services {
  kills = 0;
  readonly #services: readonly Service[];
  readonly #random: Random;

  private constructor(services: readonly Service[], random: Random) {
    this.#services = services;
    this.#random = random;
  }

  static async start(scope: Scope, databaseUrl: string, count: number, random: Random): Promise<Services> {
    const services: Service[] = [];
    for (let started = 0; started < count; started += 1) {
      services.push(await startService(scope, databaseUrl));
    }
    return new Services(services, random);
  }

  get clients(): readonly DatabaseClient[] {
    return this.#services.map(({ client }) => client);
  }

  /** Whichever a load balancer would have chosen. */
  any(random: Random): DatabaseClient {
    return random.pick(this.#services).client;
  }

  /** SIGKILL to one of them, which comes back at the same address a little later. */
  async killOne(): Promise<void> {
    const service = this.#random.pick(this.#services);
    this.kills += 1;
    await service.process.kill();
    await wait(this.#random.between(0, AWAY_MS));
    service.process = await service.start();
  }

  /** What they complained about. */
  complaints(): string[] {
    return this.#services.flatMap(({ process }) => process.stderr().split('\n').filter(isError));
  }
}

async function startService(scope: Scope, databaseUrl: string): Promise<Service> {
  const port = await freePort();
  const env = { SIGNALBOX_DATABASE_URL: databaseUrl, SIGNALBOX_LOG_LEVEL: 'warn' };
  const start = () => startDatabaseService(scope, { folder: '', port, env });
  const process = await start();
  const client = createDatabaseClient({ url: process.url });
  scope.after(() => client.close());
  return { client, start, process };
}

/** pino's 50 is an error: somebody must act. */
const isError = (line: string): boolean => /"level":[56]0/.test(line);
