import assert from 'node:assert/strict';
import { createDatabaseClient, type DatabaseClient } from '../../src/database-client/index.ts';
import type { BrokerKind, Leftovers } from '../../test/support/broker-kinds.ts';
import { type BrokerNames, DEFAULT_NAMES, namesAsEnvironment } from '../../test/support/broker-names.ts';
import { eventually } from '../../test/support/eventually.ts';
import { feedPosition } from '../../test/support/feed-position.ts';
import { type Load, SimulatedLoad } from '../../test/support/simulated-load.ts';
import {
  type BrokerIngestOptions,
  type StartedBrokerIngest,
  startBrokerIngest,
} from '../../test/support/start-broker-ingest.ts';
import { startDatabaseService } from '../../test/support/start-database-service.ts';
import type { Scope } from '../../test/support/start-process.ts';
import { scratchFolder } from '../scope.ts';

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

/** From a source to the disk: a broker, an ingest and a database service, each a process of its own. */
export class Chain {
  readonly #scope: Scope;
  readonly #options: ChainOptions;
  readonly #serviceUrl: string;
  readonly #ingest: BrokerIngestOptions;
  readonly #client: DatabaseClient;
  #starting: Promise<StartedBrokerIngest> | undefined;
  #sent = 0;

  private constructor(scope: Scope, options: ChainOptions, serviceUrl: string, ingest: BrokerIngestOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#serviceUrl = serviceUrl;
    this.#client = createDatabaseClient({ url: serviceUrl });
    scope.after(() => this.#client.close());
    this.#ingest = ingest;
  }

  static async start(scope: Scope, options: ChainOptions): Promise<Chain> {
    const { url } = await startDatabaseService(scope, { folder: await scratchFolder(scope) });
    const { brokerUrl, names = DEFAULT_NAMES, prefetch, way = async (direct: string) => direct } = options;
    const env = {
      ...namesAsEnvironment(names),
      ...(prefetch !== undefined && { SIGNALBOX_BROKER_PREFETCH: String(prefetch) }),
    };
    return new Chain(scope, options, url, { brokerUrl, databaseServiceUrl: await way(url), env });
  }

  /** Resolves when it can do its work, which it may have begun before. */
  startIngest(): Promise<StartedBrokerIngest> {
    return (this.#starting = startBrokerIngest(this.#scope, this.#ingest));
  }

  async killIngest(): Promise<void> {
    const ended = await (await this.#starting)?.kill();
    assert.equal(ended?.signal, 'SIGKILL');
  }

  /** Begins to send; whoever waits for its end has proved it. */
  async load(load: Pick<Load, 'reports' | 'rate'>): Promise<SimulatedLoad> {
    const { brokerUrl: to, env } = this.#ingest;
    const before = await this.#entries();
    this.#sent += load.reports;
    return new SimulatedLoad(this.#scope, this.#serviceUrl, { ...load, before, to, ...(env && { env }) });
  }

  /** What is left when every load has ended well. */
  async proof(): Promise<Proof> {
    const { kind, brokerUrl, names = DEFAULT_NAMES } = this.#options;
    const [url = ''] = brokerUrl.split(',');
    const nothingWaits = () =>
      eventually(async () => {
        const found = await kind.leftovers(url, names);
        assert.equal(found.waiting, 0);
        return found;
      });
    await nothingWaits(); // an acknowledgement that a broker never heard of is given again when it has asked again
    await (await this.#starting)?.stop(); // what it has not acknowledged waits again
    const left = await nothingWaits();
    return { ...left, verified: this.#sent, entries: await this.#entries() };
  }

  #entries(): Promise<number> {
    return feedPosition(this.#client);
  }
}
