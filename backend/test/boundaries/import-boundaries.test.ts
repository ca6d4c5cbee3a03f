import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ESLint } from 'eslint';

const root = path.resolve(import.meta.dirname, '../../..');

// The project's own configuration.
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId === 'signalbox/import-boundaries',
});

async function crossings(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  assert.ok(result, `${file} was not linted`);
  return result.messages.map(({ message }) => message);
}

interface Planted {
  file: string;
  code: string;
  /** A piece of the reason that the error gives. */
  because: string;
}

const overHttp = 'reached over HTTP';
const port = 'routes speak to the port';
const mirror = 'mirror each other';
const wiring = 'wire things together';
const noEvents = 'knows no events';
const typeboxOnly = 'TypeBox and nothing else';
const noTypeBox = 'must not carry TypeBox';
const valuesFrom = 'values only from';

const planted: Planted[] = [
  {
    file: 'backend/src/event-service/planted.ts',
    code: `import '../database-service/config.ts';`,
    because: overHttp,
  },
  {
    file: 'backend/src/broker-ingest/planted.ts',
    code: `import '../database-service/app.ts';`,
    because: overHttp,
  },
  {
    file: 'backend/src/event-simulator/scenarios/planted.ts',
    code: `import type { A } from '../../database-service/store/event-store.ts';`,
    because: overHttp,
  },
  {
    file: 'backend/src/event-service/live/planted.ts',
    code: `await import('../../database-service/write-queue.ts');`,
    because: overHttp,
  },
  {
    file: 'backend/src/event-service/main.ts',
    code: `export * from '../database-service/app.ts';`,
    because: overHttp,
  },
  {
    file: 'backend/src/database-service/routes/planted.ts',
    code: `import { open } from '../store/sqlite/open.ts';`,
    because: port,
  },
  {
    file: 'backend/src/database-service/routes/planted.ts',
    code: `import { DatabaseSync } from 'node:sqlite';`,
    because: port,
  },
  { file: 'backend/src/database-service/routes/planted.ts', code: `import pg from 'pg';`, because: port },
  {
    file: 'backend/src/database-service/store/sqlite/planted.ts',
    code: `export { a } from '../postgres/a.ts';`,
    because: mirror,
  },
  {
    file: 'backend/src/database-service/store/postgres/planted.ts',
    code: `import '../sqlite/a.ts';`,
    because: mirror,
  },
  {
    file: 'backend/src/database-service/write-queue.ts',
    code: `import './store/sqlite/event-store.ts';`,
    because: wiring,
  },
  { file: 'backend/src/event-service/config.ts', code: `import { app } from './app.ts';`, because: wiring },
  {
    file: 'backend/src/service-kit/planted.ts',
    code: `import { STATES } from '@signalbox/contracts/vocabulary';`,
    because: noEvents,
  },
  {
    file: 'backend/src/service-kit/planted.ts',
    code: `import '../database-client/client.ts';`,
    because: noEvents,
  },
  {
    file: 'contracts/src/planted.ts',
    code: `import { readFile } from 'node:fs/promises';`,
    because: typeboxOnly,
  },
  { file: 'contracts/src/lifecycle/planted.ts', code: `import Type from 'typebox';`, because: noTypeBox },
  {
    file: 'contracts/src/event-filter.ts',
    code: `import { OperationalEvent } from './operational-event.ts';`,
    because: noTypeBox,
  },
  {
    file: 'frontend/src/app/planted.ts',
    code: `import { examples } from '@signalbox/contracts';`,
    because: valuesFrom,
  },
];

const allowed: Omit<Planted, 'because'>[] = [
  {
    file: 'backend/src/database-service/main.ts',
    code: `import './app.ts'; import './store/sqlite/event-store.ts';`,
  },
  {
    file: 'backend/src/database-service/store/sqlite/planted.ts',
    code: `import './schema.ts'; import 'node:sqlite';`,
  },
  {
    file: 'backend/src/service-kit/planted.ts',
    code: `import 'fastify'; import 'node:http'; import './closing.ts';`,
  },
  { file: 'contracts/src/planted.ts', code: `import Type from 'typebox'; import './vocabulary.ts';` },
  {
    file: 'contracts/src/lifecycle/planted.ts',
    code: `import type { EventReport } from '../event-report.ts';`,
  },
  { file: 'frontend/src/app/planted.ts', code: `import type { EventReport } from '@signalbox/contracts';` },
  { file: 'frontend/src/app/planted.ts', code: `import { type EventReport } from '@signalbox/contracts';` },
  { file: 'frontend/src/app/planted.ts', code: `import { decide } from '@signalbox/contracts/lifecycle';` },
];

describe('import boundaries', () => {
  for (const { file, code, because } of planted) {
    it(`refuses in ${file}: ${code}`, async () => {
      const found = await crossings(file, code);
      assert.ok(
        found.some((message) => message.includes(because)),
        `expected an error with "${because}", got ${JSON.stringify(found)}`,
      );
    });
  }

  for (const { file, code } of allowed) {
    it(`allows in ${file}: ${code}`, async () => {
      assert.deepEqual(await crossings(file, code), []);
    });
  }
});
