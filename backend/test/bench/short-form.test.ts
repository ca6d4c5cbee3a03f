import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BenchWorld } from '../../bench/bench-world.ts';
import { readOptions } from '../../bench/options.ts';
import { type Engine, type Row, type Section, SECTIONS } from '../../bench/results.ts';
import { worldOf } from '../../bench/run-bench.ts';
import { runSection } from '../../bench/sections.ts';
import { sharedPostgres } from '../support/postgres/shared-postgres.ts';
import { losingService } from './losing-service.ts';

/** A tiny run: whether the figures are right is not asked, only whether there are any. */
function tinyWorld(section: Section, engine: Engine, server?: string): BenchWorld {
  const options = readOptions([section, '--engine', engine, '--short']);
  assert.ok(options && 'sections' in options);
  return { ...worldOf(options, { section, progress: { at: () => undefined } }), server };
}

const EXPECTED: Readonly<Record<Section, readonly RegExp[]>> = {
  ingest: [/^batches of 1,000/, /raw/],
  query: [/no filter, -changedAt: middle page/, /^source/, /gateway/, /beside commits/, /memory/],
  feed: [/read in the store/, /over HTTP/, /mode=latest/, /beside writers/, /beside the reader/],
  'fan-out': [/200 changes a second/, /5,000 reports a second/],
  brokers: [/^RabbitMQ: one report/, /^RabbitMQ: raw/, /^NATS: one report/, /^NATS: raw/, /over HTTP/],
};

function checkRows(rows: readonly Row[], section: Section): void {
  for (const expected of EXPECTED[section]) {
    assert.ok(
      rows.some(({ work }) => expected.test(work)),
      `there is no line for ${expected.source}`,
    );
  }
  for (const { work, rate, p50, memory } of rows) {
    const figures = [rate, p50, memory].filter((figure) => figure !== undefined);
    assert.ok(figures.length > 0, `${work} has no figure`);
    for (const figure of figures) assert.ok(figure > 0 && Number.isFinite(figure), `${work}: ${figure}`);
  }
}

const title = (section: Section) => `measures ${section}, and finds everything stored that it sent`;

// Side by side: most of the time is spent waiting for processes to start.
describe('the bench in short', { concurrency: 2 }, () => {
  describe('on SQLite', { concurrency: 1 }, () => {
    for (const section of SECTIONS) {
      it(title(section), async () => {
        checkRows(await runSection(section, tinyWorld(section, 'sqlite')), section);
      });
    }
  });

  describe('on PostgreSQL', { concurrency: 1 }, () => {
    // The screens are the gateway's and the messages the ingest's, which know no database.
    for (const section of SECTIONS.filter((one) => one !== 'fan-out' && one !== 'brokers')) {
      it(title(section), async () => {
        const { url } = await sharedPostgres(18);
        checkRows(await runSection(section, tinyWorld(section, 'postgres', url)), section);
      });
    }
  });

  it('fails when less is stored than was sent', async () => {
    const world = { ...tinyWorld('ingest', 'sqlite'), startService: losingService };
    await assert.rejects(runSection('ingest', world), { name: 'LossError', message: /events are stored/ });
  });
});
