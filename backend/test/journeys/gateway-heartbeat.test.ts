import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { gatewayWorld } from '../support/gateway-world.ts';

const report = (key: string) => ({ key, status: 'error' as const, message: key });

describe('a heartbeat of the gateway', () => {
  it('moves an idle filtered screen forward, so that it need not be told old news', async (t) => {
    const world = await gatewayWorld(t);
    const stream = world.stream('?source=nobody');
    await eventually(() => assert.equal(stream.of('hello').length, 1));
    await world.reports(report('a'), report('b'));
    await eventually(() => assert.match(stream.lastEventId() ?? '', /-2$/));
    assert.deepEqual(stream.changes(), [], 'a heartbeat dispatches nothing');
  });
});
