import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventReport, Receipt, ReportsAnswer } from '@signalbox/contracts';
import { ProblemAnswerError, UnreachableError } from '../database-client/index.ts';
import type { IncomingMessage } from '../message-broker/message-broker.ts';
import { deliver, type Taken } from './deliver.ts';

type Named = EventReport & { readonly id: string };

const takenOf = (id: string, isLost = false): Taken => {
  const message: IncomingMessage = { id, body: Buffer.from(id), subject: 's', attempts: 0, isLost };
  return { message, reports: [{ id, status: 'ok', message: id }], isArray: false };
};
const batchOf = (count: number): Taken[] => Array.from({ length: count }, (_, at) => takenOf(`m-${at}`));

const problem = (status: number, code = 'internal') =>
  new ProblemAnswerError({ type: `urn:signalbox:problem:${code}`, title: code, status }, status, undefined);

const taken = (reports: readonly EventReport[]): ReportsAnswer => ({
  receipts: reports.map((_, index): Receipt => ({ index, result: 'created', id: 'e', seq: 1, version: 1 })),
  counts: { created: reports.length, updated: 0, repeated: 0, late: 0, duplicate: 0, rejected: 0 },
});

/** A database service that answers so, and what became of the messages. */
function delivering(answer: (reports: readonly Named[], request: number) => ReportsAnswer | Error) {
  const became = { taken: [] as string[], refused: [] as string[], failed: [] as string[] };
  const told: string[] = [];
  const requests: string[][] = [];
  const closing = new AbortController();
  const nameOf = ({ id }: IncomingMessage) => id ?? '';
  const run = (batch: readonly Taken[]) =>
    deliver(batch, {
      client: {
        async sendReports(reports) {
          requests.push((reports as Named[]).map(({ id }) => id));
          const given = answer(reports as Named[], requests.length);
          if (given instanceof Error) throw given;
          return given;
        },
        raw: async () => ({ status: 200, headers: {}, body: Buffer.alloc(0) }),
      },
      observer: { held: () => told.push('held'), resumed: () => told.push('resumed') },
      signal: closing.signal,
      delivered: (what) => {
        became.taken.push(...what.taken.map(nameOf));
        became.refused.push(...what.refused.map(({ message }) => nameOf(message)));
        became.failed.push(...what.failed.map(({ message }) => nameOf(message)));
      },
    });
  return { run, became, told, requests, closing };
}

describe('a batch of messages', () => {
  it('is taken in one request', async () => {
    const { run, became, requests } = delivering(taken);
    await run(batchOf(3));
    assert.deepEqual(became, { taken: ['m-0', 'm-1', 'm-2'], refused: [], failed: [] });
    assert.equal(requests.length, 1);
  });

  it('is sent again when the service was away for a moment, and nobody is blamed', async () => {
    const { run, became, told } = delivering((reports, request) =>
      request === 1 ? new UnreachableError('away') : taken(reports),
    );
    await run(batchOf(3));
    assert.equal(became.taken.length, 3);
    assert.deepEqual(told, ['held', 'resumed']);
  });

  it('waits for a service that has too much to do, however long, and nobody is blamed', async () => {
    const { run, became } = delivering((reports, request) =>
      request < 9 ? problem(503, 'busy') : taken(reports),
    );
    await run(batchOf(1));
    assert.deepEqual(became, { taken: ['m-0'], refused: [], failed: [] });
  });

  for (const [how, error] of Object.entries({
    'makes the service fail': problem(500),
    'ends the service each time': new UnreachableError('cut off'),
  })) {
    it(`is taken but for the one message that ${how}`, async () => {
      const { run, became, requests } = delivering((reports) =>
        reports.some(({ id }) => id === 'm-37') ? error : taken(reports),
      );
      await run(batchOf(100));
      assert.equal(became.taken.length, 99);
      assert.deepEqual([became.refused, became.failed], [[], ['m-37']]);
      assert.ok(requests.length < 30, `${requests.length} requests`);
    });
  }

  for (const status of [302, 403, 404, 421]) {
    it(`waits while the service answers ${status}, for which no message is to blame`, async () => {
      const { run, became, told } = delivering((reports, request) =>
        request < 4 ? problem(status, 'misdirected') : taken(reports),
      );
      await run(batchOf(4));
      assert.equal(became.taken.length, 4);
      assert.deepEqual([became.refused, became.failed], [[], []]);
      assert.equal(told[0], 'held');
    });
  }

  it('is taken but for the one message that is refused for good', async () => {
    const { run, became } = delivering((reports) =>
      reports.some(({ id }) => id === 'm-3') ? problem(400, 'unreadable') : taken(reports),
    );
    await run(batchOf(5));
    assert.equal(became.taken.length, 4);
    assert.deepEqual([became.refused, became.failed], [['m-3'], []]);
  });

  it('leaves out what the broker took back', async () => {
    const { run, became } = delivering(taken);
    await run([takenOf('m-0', true), takenOf('m-1')]);
    assert.deepEqual(became.taken, ['m-1']);
  });

  it('settles nothing when it is time to end', async () => {
    const { run, became, closing } = delivering(() => {
      closing.abort();
      return new UnreachableError('away');
    });
    await run(batchOf(2));
    assert.deepEqual(became, { taken: [], refused: [], failed: [] });
  });
});

describe('a report that was not taken', () => {
  const rejecting = (receipt: Partial<Receipt>) =>
    delivering((reports) => ({
      ...taken(reports),
      receipts: [{ index: 0, result: 'rejected', reason: 'no', ...receipt }],
    }));

  it('is refused for good when it is to blame', async () => {
    const { run, became } = rejecting({ pointer: '#/0/status' });
    await run(batchOf(1));
    assert.deepEqual(became.refused, ['m-0']);
  });

  it('may be taken another time when the service is to blame', async () => {
    const { run, became } = rejecting({});
    await run(batchOf(1));
    assert.deepEqual(became.failed, ['m-0']);
  });
});
