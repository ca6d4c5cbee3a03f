import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabaseClient, type DatabaseClient } from '../../backend/src/database-client/index.ts';
import {
  startBrokerIngest,
  type StartedBrokerIngest,
} from '../../backend/test/support/start-broker-ingest.ts';
import { freePort } from '../../backend/test/support/free-port.ts';
import {
  startDatabaseService,
  type StartedDatabaseService,
} from '../../backend/test/support/start-database-service.ts';
import { lineOf, startProcess, type StartedProcess } from '../../backend/test/support/start-process.ts';
import { Closing } from './closing.ts';

export interface ProductOptions {
  /** Brings reports from this broker too. */
  readonly brokerUrl?: string;
}

interface Neighbours {
  readonly databaseServiceUrl: string;
  readonly brokerIngestUrl: string | undefined;
}

interface StartedEventService {
  readonly url: string;
  readonly process: StartedProcess;
}

/** Everything that can be asked of the simulator's run. */
export interface Simulation {
  /** As Ctrl-C would; gives what it printed. */
  stop(): Promise<string>;
}

/** The services as processes of their own, on free ports, with a database in a folder of their own. */
export class Product {
  /** For what the database says, past the gateway. */
  readonly database: DatabaseClient;
  private readonly folder: string;
  private readonly closing: Closing;
  private databaseService: StartedDatabaseService;
  private eventService: StartedEventService;
  private readonly brokerIngest: StartedBrokerIngest | undefined;
  private isKept = false;

  private constructor(
    folder: string,
    closing: Closing,
    databaseService: StartedDatabaseService,
    eventService: StartedEventService,
    brokerIngest: StartedBrokerIngest | undefined,
  ) {
    this.folder = folder;
    this.closing = closing;
    this.databaseService = databaseService;
    this.eventService = eventService;
    this.brokerIngest = brokerIngest;
    this.database = createDatabaseClient({ url: databaseService.url });
    closing.after(() => this.database.close());
  }

  static async start({ brokerUrl }: ProductOptions = {}): Promise<Product> {
    const closing = new Closing();
    const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-e2e-'));
    const databaseService = await startDatabaseService(closing, { folder, port: await freePort() });
    const neighbours = { databaseServiceUrl: databaseService.url };
    const brokerIngest =
      brokerUrl === undefined ? undefined : await startBrokerIngest(closing, { brokerUrl, ...neighbours });
    const eventService = await startEventService(closing, await freePort(), {
      ...neighbours,
      brokerIngestUrl: brokerIngest?.url,
    });
    return new Product(folder, closing, databaseService, eventService, brokerIngest);
  }

  /** Where the console is. */
  get url(): string {
    return this.eventService.url;
  }

  /** As a power cut would. */
  async killDatabaseService(): Promise<void> {
    await this.databaseService.kill();
  }

  /** On the same port and folder as before. */
  async startDatabaseService(): Promise<void> {
    const { port } = this.databaseService;
    this.databaseService = await startDatabaseService(this.closing, { folder: this.folder, port });
  }

  /** As a restored backup would: another epoch, and the events of then (here: none). */
  async loseDatabase(): Promise<void> {
    for (const file of await readdir(this.folder)) await rm(path.join(this.folder, file));
  }

  async killEventService(): Promise<void> {
    await this.eventService.process.end('SIGKILL');
  }

  async startEventService(): Promise<void> {
    const { port } = new URL(this.url);
    this.eventService = await startEventService(this.closing, Number(port), {
      databaseServiceUrl: this.databaseService.url,
      brokerIngestUrl: this.brokerIngest?.url,
    });
  }

  async killBrokerIngest(): Promise<void> {
    await this.brokerIngest?.kill();
  }

  /** Starts the simulator of the product: `simulates('--scenario', 'storm', '--seed', '7')`. */
  simulates(...options: string[]): Simulation {
    const simulator = startProcess(this.closing, 'backend/src/event-simulator/main.ts', {
      arguments: ['--url', this.databaseService.url, ...options],
    });
    return { stop: async () => (await simulator.end('SIGINT')).stdout };
  }

  /** A failed test's database can be looked at afterwards. */
  keepForALook(): string {
    this.isKept = true;
    return this.folder;
  }

  async stop(): Promise<void> {
    await this.closing.close();
    if (!this.isKept) await rm(this.folder, { recursive: true, force: true });
  }
}

async function startEventService(
  closing: Closing,
  port: number,
  { databaseServiceUrl, brokerIngestUrl }: Neighbours,
): Promise<StartedEventService> {
  const process = startProcess(closing, 'backend/src/event-service/main.ts', {
    env: {
      SIGNALBOX_EVENT_SERVICE_PORT: String(port),
      SIGNALBOX_DATABASE_SERVICE_URL: databaseServiceUrl,
      ...(brokerIngestUrl !== undefined && { SIGNALBOX_BROKER_INGEST_URL: brokerIngestUrl }),
    },
  });
  const [, url = ''] = await lineOf(process, /listening on (http:\/\/\S+)/);
  return { url, process };
}
