import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type BrokerFault,
  killBeforeAcknowledgement,
  killServerOfCluster,
  restartBroker,
} from '../../soak/brokers/faults.ts';
import { NATS, RABBITMQ } from '../support/broker-kinds.ts';

const FAULTS: readonly [string, BrokerFault, number][] = [
  ['the ingest is killed between commit and acknowledgement', killBeforeAcknowledgement, 2],
  ['the broker is killed', restartBroker, 1],
  ['one of three servers is killed', killServerOfCluster, 1],
];

for (const kind of [RABBITMQ, NATS]) {
  describe(`a short soak of ${kind.name} loses, doubles and leaves nothing`, { concurrency: true }, () => {
    for (const [when, fault, times] of FAULTS) {
      it(`when ${when}`, async (t) => {
        const told: number[] = [];
        const { verified, entries, waiting, dead } = await fault(t, kind, times, (done) => told.push(done));
        assert.equal(told.at(-1), times);
        assert.ok(verified > 0);
        assert.deepEqual({ entries, waiting, dead }, { entries: verified, waiting: 0, dead: 0 });
      });
    }
  });
}
