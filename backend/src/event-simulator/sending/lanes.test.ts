import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { EventReport, ReportsAnswer } from '@signalbox/contracts';
import { ProblemAnswerError, UnreachableError } from '../../database-client/index.ts';
import { createRandom } from '../random.ts';
import { Lanes, type SendingEvents } from './lanes.ts';
import { overHttp } from './receiver.ts';
import type { OutgoingReport } from './outgoing-report.ts';

const report = (key: string, id: string): OutgoingReport => ({
  ...{ source: 'plaza', key, id, status: 'error', message: 'broken', time: '2026-11-22T03:00:00.000Z' },
});

function answerTo(reports: readonly EventReport[]): ReportsAnswer {
  const receipts = reports.map((_, index) => ({
    index,
    result: 'created' as const,
    id: 'e',
    seq: index + 1,
  }));
  return {
    receipts,
    counts: { created: reports.length, updated: 0, repeated: 0, late: 0, duplicate: 0, rejected: 0 },
  };
}

/** Sends through a service that behaves so, and keeps what happened. */
function lanesTo(sendReports: (reports: readonly EventReport[]) => Promise<ReportsAnswer>) {
  const stopping = new AbortController();
  const answered: string[] = [];
  const told: string[] = [];
  const events: SendingEvents = {
    sending: () => told.push('sending'),
    answered: (reports) => answered.push(...reports.map(({ id }) => id)),
    failed: () => told.push('failed'),
    held: () => told.push('held'),
  };
  const lanes = new Lanes({ receiver: overHttp({ sendReports }), batch: 5, events, signal: stopping.signal });
  return { lanes, answered, told, stopping };
}

describe('lanes', () => {
  it('keep the order of each thing while requests overtake each other', async () => {
    const random = createRandom(5);
    const arrived: string[] = [];
    let inFlight = 0;
    let most = 0;
    const { lanes } = lanesTo(async (reports) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await wait(random.between(0, 4));
      inFlight -= 1;
      arrived.push(...reports.map(({ key, id }) => `${key} ${id}`));
      return answerTo(reports);
    });
    const expected = Array.from({ length: 300 }, (_, index) => ({
      key: `key-${index % 20}`,
      id: String(index),
    }));
    for (const { key, id } of expected) lanes.push(report(key, id));
    await lanes.settled();
    assert.equal(arrived.length, 300);
    assert.ok(most > 2 && most <= 8, `${most} in flight`);
    for (const { key } of expected) {
      const ids = arrived.filter((one) => one.startsWith(`${key} `)).map((one) => Number(one.split(' ')[1]));
      assert.deepEqual(
        ids,
        ids.toSorted((one, other) => one - other),
      );
    }
  });

  it('send the same reports again, and nothing past them, until the service is back', async () => {
    const arrived: string[][] = [];
    let failures = 2;
    const { lanes, told, answered } = lanesTo(async (reports) => {
      arrived.push(reports.map(({ id }) => id ?? ''));
      if (failures-- > 0) throw new UnreachableError('away');
      return answerTo(reports);
    });
    for (let index = 0; index < 8; index += 1) lanes.push(report('key', String(index)));
    await lanes.settled();
    assert.deepEqual(arrived, [
      ['0', '1', '2', '3', '4'],
      ['0', '1', '2', '3', '4'],
      ['0', '1', '2', '3', '4'],
      ['5', '6', '7'],
    ]);
    assert.equal(told.filter((what) => what === 'held').length, 2);
    assert.equal(answered.length, 8);
  });

  it('go on after a request that was refused for good', async () => {
    let isFirst = true;
    const { lanes, told, answered } = lanesTo(async (reports) => {
      if (!isFirst) return answerTo(reports);
      isFirst = false;
      throw new ProblemAnswerError({ type: 'about:blank', title: 'No', status: 500 }, 500, undefined);
    });
    for (let index = 0; index < 8; index += 1) lanes.push(report('key', String(index)));
    await lanes.settled();
    assert.ok(told.includes('failed'));
    assert.deepEqual(answered, ['5', '6', '7']);
    assert.equal(lanes.waiting, 0);
  });

  it('wait no longer when the run is ended while the service is away', async () => {
    const { lanes, stopping } = lanesTo(() => Promise.reject(new UnreachableError('away')));
    lanes.push(report('key', '1'));
    setImmediate(() => stopping.abort());
    await lanes.settled();
    assert.equal(lanes.waiting, 1);
  });

  it('count as unanswered, not as refused, what the service could not take when the run was ended', async () => {
    const { lanes, told, stopping } = lanesTo(async () => {
      stopping.abort();
      throw new ProblemAnswerError({ type: 'about:blank', title: 'Full', status: 507 }, 507, undefined);
    });
    lanes.push(report('key', '1'));
    await lanes.settled();
    assert.deepEqual([lanes.waiting, told], [1, ['sending']]);
  });

  it('hand on what nobody foresaw', async () => {
    const { lanes } = lanesTo(() => Promise.reject(new TypeError('not a service at all')));
    lanes.push(report('key', '1'));
    await assert.rejects(lanes.settled(), /not a service at all/);
  });
});
