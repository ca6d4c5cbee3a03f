import type { BrokerKind } from '../../test/support/broker-kinds.ts';
import { SoakScope } from '../scope.ts';
import type { Proof } from './chain.ts';
import { type BrokerFault, killBeforeAcknowledgement, killServerOfCluster, restartBroker } from './faults.ts';
import type { BrokerSoakOptions } from './options.ts';

/** Each fault on each broker, one after the other: whether nothing was lost, doubled or left over. */
export async function soakBrokers({
  kinds,
  kills,
  restarts,
  serverKills,
}: BrokerSoakOptions): Promise<boolean> {
  const faults: [string, BrokerFault, number][] = [
    ['the ingest killed between commit and acknowledgement', killBeforeAcknowledgement, kills],
    ['the broker killed and restarted', restartBroker, restarts],
    ['one of three servers killed and restarted', killServerOfCluster, serverKills],
  ];
  let isWell = true;
  for (const kind of kinds) {
    for (const [what, fault, times] of faults) {
      if (times === 0) continue;
      isWell = (await oneFault(kind, what, fault, times)) && isWell;
    }
  }
  return isWell;
}

async function oneFault(kind: BrokerKind, what: string, fault: BrokerFault, times: number): Promise<boolean> {
  const scope = new SoakScope();
  try {
    const proof = await fault(scope, kind, times, (done) =>
      tell(`${kind.name}: ${what}, ${done} of ${times}`),
    );
    console.log(
      `${process.stdout.isTTY ? '\r' : ''}${kind.name}: ${what} ${times} times\n  ${inWords(proof)}`,
    );
    return proof.entries === proof.verified && proof.waiting === 0 && proof.dead === 0;
  } finally {
    await scope.end();
  }
}

const tell = (text: string) => process.stdout.isTTY && process.stdout.write(`\r${text}   `);

const inWords = ({ verified, entries, waiting, dead }: Proof): string =>
  `${verified.toLocaleString('en')} messages, ${entries.toLocaleString('en')} rows in the journal; ` +
  `0 lost, 0 doubled, 0 differing, ${waiting} left over, ${dead} dead letters`;
