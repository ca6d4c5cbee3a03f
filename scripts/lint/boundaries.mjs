/**
 * Who may import whom. Each line is a promise that keeps the folder list readable as the path of the data;
 * the rule `signalbox/import-boundaries` turns it into a lint error.
 *
 * `files` (without `except`) never import what `never` names, or import nothing but what `only` names.
 * Relative imports are named by their path from the repository's root, packages by their name.
 * `typesAllowed` says that types may cross, because they are gone at run time.
 *
 * @typedef {{
 *   files: string[], except?: string[], never?: string[], only?: string[],
 *   typesAllowed?: boolean, because: string,
 * }} Boundary
 */

const tests = ['**/*.test.ts', '**/*.contract.ts', '**/*.spec.ts'];
const adapters = ['backend/src/*/store/sqlite/**', 'backend/src/*/store/postgres/**'];
const drivers = ['node:sqlite', 'pg', 'pg-*', 'kysely', 'kysely/**'];
const workspaces = ['@signalbox/*', '@signalbox/*/**'];

/** What the console's bundle may carry of contracts: no schemas, so no TypeBox. */
const plainContracts = [
  'contracts/src/lifecycle/**',
  'contracts/src/vocabulary.ts',
  'contracts/src/event-filter.ts',
  'contracts/src/search-words.ts',
];

/** @type {Boundary[]} */
export const boundaries = [
  {
    files: [
      'backend/src/{event-service,broker-ingest,dead-letters,message-broker,event-simulator,database-client}/**',
    ],
    never: ['backend/src/database-service/**'],
    because: 'the database service is reached over HTTP, through database-client, and in no other way',
  },
  {
    files: ['backend/src/database-service/**'],
    never: [
      'backend/src/{event-service,broker-ingest,dead-letters,message-broker,event-simulator,database-client}/**',
    ],
    because: 'the database service does not know who calls it',
  },
  {
    files: ['backend/src/*/routes/**'],
    except: tests,
    never: [...adapters, ...drivers],
    because: 'routes speak to the port (store/event-store), so that every database behaves the same',
  },
  {
    files: ['backend/src/*/store/sqlite/**'],
    never: ['backend/src/*/store/postgres/**', 'pg', 'pg-*'],
    because: 'the adapters mirror each other and share nothing but the port',
  },
  {
    files: ['backend/src/*/store/postgres/**'],
    never: ['backend/src/*/store/sqlite/**', 'node:sqlite'],
    because: 'the adapters mirror each other and share nothing but the port',
  },
  {
    files: ['backend/src/**'],
    except: [...tests, 'backend/src/message-broker/**'],
    never: ['backend/src/message-broker/{rabbitmq,nats}/**', 'amqplib', '@nats-io/**'],
    because:
      'whoever has to do with messages speaks to the port (message-broker), so that every broker behaves the same',
  },
  {
    files: ['backend/src/message-broker/rabbitmq/**'],
    never: ['backend/src/message-broker/nats/**', '@nats-io/**'],
    because: 'the adapters mirror each other and share nothing but the port',
  },
  {
    files: ['backend/src/message-broker/nats/**'],
    never: ['backend/src/message-broker/rabbitmq/**', 'amqplib'],
    because: 'the adapters mirror each other and share nothing but the port',
  },
  {
    files: ['backend/src/**'],
    except: [...tests, ...adapters, '**/main.ts', '**/lambda.ts'],
    never: ['backend/src/*/app.ts', ...adapters],
    because: 'only main.ts and lambda.ts wire things together',
  },
  {
    files: ['backend/src/service-kit/**'],
    never: ['backend/src/!(service-kit)/**', ...workspaces],
    because: 'service-kit is what any service starts from, and knows no events',
  },
  {
    files: ['contracts/src/**'],
    except: tests,
    only: ['contracts/src/**', 'typebox', 'typebox/**'],
    because: 'contracts are read by browsers, services and tools alike: TypeBox and nothing else',
  },
  {
    files: plainContracts,
    except: tests,
    only: plainContracts,
    typesAllowed: true,
    because: 'the console bundles these files, and must not carry TypeBox',
  },
  {
    files: ['frontend/src/**'],
    never: ['@signalbox/contracts', 'contracts/**'],
    typesAllowed: true,
    because:
      'the console takes types from contracts, and values only from ./lifecycle, ./vocabulary and ./event-filter',
  },
  {
    files: ['frontend/src/**', 'contracts/**'],
    never: ['backend/**', '@signalbox/backend', '@signalbox/backend/**'],
    because: 'the console knows the backend by its API alone',
  },
];
