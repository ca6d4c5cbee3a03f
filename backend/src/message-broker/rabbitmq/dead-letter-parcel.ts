import { uuidv7 } from 'uuidv7';
import { MARKS } from '../marks.ts';
import type { Letter } from '../message-broker.ts';
import type { Delivery } from './deliveries.ts';
import { marked } from './incoming.ts';
import type { Parcel } from './publisher.ts';
import type { RabbitmqNames } from './topology.ts';

/** A message on its way to the dead letters. */
export function deadLetterParcel(
  { id, attempts, subject, body, message }: Delivery,
  { reason, remains = { id, body } }: Letter,
  { dead }: RabbitmqNames,
): Parcel {
  const marks = {
    [MARKS.letter]: uuidv7(), // ascends within a millisecond too, as letters are listed by it
    [MARKS.at]: new Date().toISOString(),
    [MARKS.reason]: reason,
    [MARKS.attempts]: String(attempts + 1),
    [MARKS.subject]: subject,
  };
  return {
    exchange: dead,
    routingKey: subject,
    body: remains.body,
    options: marked(message, remains.id, marks),
  };
}
