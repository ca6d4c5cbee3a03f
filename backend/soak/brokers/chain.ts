import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabaseClient, type DatabaseClient } from '../../src/database-client/index.ts';
import { brokerSettings } from '../../src/message-broker/create-broker.ts';
import { readEnvironment } from '../../src/service-kit/environment.ts';
import type { BrokerKind, Leftovers } from '../../test/support/broker-kinds.ts';
import { type BrokerNames, namesAsEnvironment } from '../../test/support/broker-names.ts';
import { eventually } from '../../test/support/eventually.ts';
import { feedPosition } from '../../test/support/feed-position.ts';
import { type Load, SimulatedLoad } from '../../test/support/simulated-load.ts';
import { type StartedBrokerIngest, startBrokerIngest } from '../../test/support/start-broker-ingest.ts';
import { startDatabaseService } from '../../test/support/start-database-service.ts';
import type { Scope } from '../../test/support/start-process.ts';

export interface ChainOptions {
  readonly kind: BrokerKind;
  readonly brokerUrl: string;
  readonly names?: BrokerNames;
  /** Messages that are with the ingest at once. */
  readonly prefetch?: number;
  /** What the ingest takes for the database service. */
  readonly way?: (serviceUrl: string) => Promise<string>;
}

/** What stays behind when everything has come. */
export interface Proof extends Leftovers {
  /** Messages that were sent, the report in each of which is there once and as it was sent. */
  readonly verified: number;
  /** Entries of the journal, of which each tells of one report. */
  readonly entries: number;
}

export const DEFAULT_NAMES = readEnvironment(brokerSettings, {});

/** From a source to the disk: a broker, an ingest and a database service, each a process of its own. */
export class Chain {
  readonly #scope: Scope;
  readonly #options: ChainOptions;
  readonly #serviceUrl: string;
  readonly #ingestEnv: Readonly<Record<string, string>>;
  readonly #client: DatabaseClient;
  #ingest: StartedBrokerIngest | undefined;
  #sent = 0;

  private constructor(scope: Scope, options: ChainOptions, serviceUrl: string) {
    const { names = DEFAULT_NAMES, prefetch } = options;
    this.#scope = scope;
    this.#options = options;
    this.#serviceUrl = serviceUrl;
    this.#client = createDatabaseClient({ url: serviceUrl });
    scope.after(() => this.#client.close());
    this.#ingestEnv = {
      ...namesAsEnvironment(names),
      ...(prefetch !== undefined && { SIGNALBOX_BROKER_PREFETCH: String(prefetch) }),
    };
  }

  static async start(scope: Scope, options: ChainOptions): Promise<Chain> {
    const folder = await mkdtemp(path.join(tmpdir(), 'signalbox-soak-'));
    scope.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const { url } = await startDatabaseService(scope, { folder });
    return new Chain(scope, options, url);
  }

  async startIngest(): Promise<void> {
    const { brokerUrl, way = async (url) => url } = this.#options;
    const databaseServiceUrl = await way(this.#serviceUrl);
    const options = { brokerUrl, databaseServiceUrl, env: this.#ingestEnv };
    this.#ingest = await startBrokerIngest(this.#scope, options);
  }

  async killIngest(): Promise<void> {
    await this.#ingest?.kill();
  }

  /** Begins to send; whoever waits for its end has proved it. */
  async load(load: Pick<Load, 'reports' | 'rate'>): Promise<SimulatedLoad> {
    const { brokerUrl: to } = this.#options;
    const before = await this.#entries();
    this.#sent += load.reports;
    return new SimulatedLoad(this.#scope, this.#serviceUrl, { ...load, before, to, env: this.#ingestEnv });
  }

  /** What is left when every load has ended well. */
  async proof(): Promise<Proof> {
    const { kind, brokerUrl, names = DEFAULT_NAMES } = this.#options;
    await this.#ingest?.stop(); // what it has not acknowledged waits again
    const [url = ''] = brokerUrl.split(',');
    const left = await eventually(async () => {
      const found = await kind.leftovers(url, names);
      assert.equal(found.waiting, 0);
      return found;
    });
    return { ...left, verified: this.#sent, entries: await this.#entries() };
  }

  #entries(): Promise<number> {
    return feedPosition(this.#client);
  }
}
