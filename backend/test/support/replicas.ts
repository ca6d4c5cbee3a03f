import { findOrInstallHaproxy } from '../../../scripts/test/haproxy.ts';
import { createDatabaseClient, type DatabaseClient } from '../../src/database-client/index.ts';
import { eventually } from './eventually.ts';
import { freshDatabase } from './postgres/fresh-database.ts';
import { sharedPostgres } from './postgres/shared-postgres.ts';
import { startProduct, type StartedProduct } from './start-product.ts';
import { type FolderOwner, temporaryFolder } from './temporary-folder.ts';

/** What `npm start -- --replicas 2` starts, on a database of its own. */
export interface Replicas {
  readonly product: StartedProduct;
  /** Of the load balancer. */
  readonly consoleUrl: string;
  readonly databaseUrl: string;
  /** Of each event service, past the load balancer. */
  readonly eventServices: readonly string[];
  readonly databaseServices: readonly string[];
  /** Through the load balancer. */
  readonly client: DatabaseClient;
  /** Waits until every service of the set can do its work, and the load balancer knows. */
  allBack(): Promise<void>;
}

export async function startReplicas(t: FolderOwner): Promise<Replicas> {
  const haproxy = await findOrInstallHaproxy();
  const database = await freshDatabase(t, await sharedPostgres(18));
  const folder = await temporaryFolder(t);
  const product = startProduct(t, {
    arguments: ['--database', database, '--replicas', '2', '--data', folder, '--no-simulator'],
    env: { SIGNALBOX_HAPROXY: haproxy },
  });
  const consoleUrl = await product.consoleUrl();
  const told = (part: string) =>
    [...product.stdout().matchAll(new RegExp(`^  ${part} \\d +(http://\\S+)`, 'gm'))].map(
      ([, url = '']) => url,
    );
  const [, databaseUrl = ''] = /reports to (\S+)/.exec(product.stdout()) ?? [];
  const databaseServices = told('database service');
  const client = createDatabaseClient({ url: databaseUrl });
  t.after(() => client.close());
  const eventServices = told('event service');
  const all = [...databaseServices, ...eventServices, databaseUrl, consoleUrl];
  return {
    product,
    consoleUrl,
    databaseUrl,
    eventServices,
    databaseServices,
    client,
    allBack: () => eventually(() => assertReady(all), { withinMs: 30_000 }),
  };
}

async function assertReady(urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const { status } = await fetch(`${url}/readyz`);
    if (status !== 200) throw new Error(`${url} is not ready: ${status}`);
  }
}
