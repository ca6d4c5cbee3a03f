import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventReport, Status } from '@signalbox/contracts';
import { eventually } from '../support/eventually.ts';
import { gatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';

const MIB = 1_024 * 1_024;
const LONG = 'x'.repeat(900);

/** 100 events that change with every round: about 300 kB a frame. */
const round = (number: number): EventReport[] =>
  Array.from({ length: 100 }, (_, index) => ({
    source: 'plaza-north',
    key: `k${index}`,
    status: (['error', 'warning'] as const satisfies Status[])[number % 2] ?? 'error',
    message: `${LONG} ${number}`,
  }));

const seqOf = (cursor = ''): number => Number(cursor.split('-')[1] ?? 0);

async function metric(world: GatewayWorld, name: string): Promise<number> {
  const { body } = await world.call<string>('/metrics');
  const line = body.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('browsers that do not read', () => {
  it('are cut when a mebibyte waits for them, and come back without missing anything', async (t) => {
    const world = await gatewayWorld(t);
    await world.reports(...round(0));
    const reader = world.stream();
    const sleepers = Array.from({ length: 5 }, () => world.stream());
    await eventually(() => assert.ok([reader, ...sleepers].every(({ of }) => of('hello').length === 1)));
    for (const sleeper of sleepers) sleeper.pause();
    let most = 0;
    let number = 0;
    await eventually(
      async () => {
        await world.reports(...round((number += 1)));
        most = Math.max(most, await metric(world, 'signalbox_sse_buffer_bytes'));
        assert.equal(await metric(world, 'signalbox_sse_disconnects_total{reason="slow"}'), sleepers.length);
      },
      { withinMs: 120_000 }, // four frames a second, until the system's own buffers are full, which may be 10 MB each
    );
    assert.ok(most <= (sleepers.length + 1) * MIB, `${most} bytes waited, for the reader too`);
    assert.ok(reader.isOpen(), 'who reads is not harmed');

    const [sleeper] = sleepers;
    const back = world.stream('', { lastEventId: sleeper?.lastEventId() });
    const { receipts } = await world.reports({ key: 'last', status: 'error', message: 'last' });
    const last = receipts[0]?.seq ?? Infinity;
    await eventually(() => assert.ok(seqOf(back.lastEventId()) >= last));

    const told = back.changes();
    const entries = told.flatMap((change) => change.entries);
    const readAnewAt = Math.max(
      0,
      ...told.filter(({ refresh }) => refresh).map(({ cursor }) => seqOf(cursor)),
    );
    assert.ok(
      readAnewAt > 0 || entries.length > 100,
      'it was told to read anew, or every event that changed',
    );
    const knowsLast = readAnewAt >= last || entries.some(({ event }) => event.key === 'last');
    assert.ok(knowsLast, 'what came while it caught up is in the page that it reads anew, or was told');
    t.diagnostic(`at most ${Math.round(most / 1_024)} KiB waited for ${sleepers.length} browsers`);
  });
});
