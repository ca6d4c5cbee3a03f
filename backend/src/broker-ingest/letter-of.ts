import type { Receipt } from '@signalbox/contracts';
import type { Letter } from '../message-broker/message-broker.ts';
import type { Taken } from './deliver.ts';

/** A reason is for a person: so many faults tell what is wrong. */
const TOLD_MOST = 5;

/**
 * A message of which reports were rejected, for the dead letters. Of an array only those are put aside: the rest is on disk,
 * and would be there twice if it were sent again without ids.
 *
 * @param rejected Their receipts, numbered within the message.
 */
export function letterOf({ message, reports, isArray }: Taken, rejected: readonly Receipt[]): Letter {
  const told = rejected.slice(0, TOLD_MOST).map((receipt) => inWords(receipt, isArray));
  if (rejected.length > told.length) told.push(`and ${rejected.length - told.length} more`);
  const reason = told.join('; ');
  const others = reports.length - rejected.length;
  if (others === 0) return { reason };
  const taken =
    others === 1
      ? 'the other one in the message was taken'
      : `the ${others} others in the message were taken`;
  const left = rejected.map(({ index }) => reports[index]);
  return {
    reason: `${reason} (${taken})`,
    remains: { id: message.id && `${message.id}/rejected`, body: Buffer.from(JSON.stringify(left)) },
  };
}

function inWords({ index, pointer = '', reason = 'was rejected' }: Receipt, isArray: boolean): string {
  return `${pointer.replace(/^#\/\d+/, isArray ? `#/${index}` : '#')} ${reason}`.trim();
}
