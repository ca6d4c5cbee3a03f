import { gunzipSync, gzipSync } from 'node:zlib';
import type { MsgHdrs } from '@nats-io/transport-node';
import { MARKS } from '../marks.ts';
import type { Letter } from '../message-broker.ts';
import { marked, markOf, type NatsMessage } from './incoming.ts';
import { type Parcel, subjectOf } from './publisher.ts';
import type { NatsNames } from './topology.ts';

/** For our marks: a reason names a few pointers, and nothing else in them is long. */
const ROOM_FOR_MARKS = 32 * 1_024;

/** NATS takes no larger ones, however it is set. */
const PAYLOAD_MOST = 64 * 1_024 * 1_024;

/** A message on its way to the dead letters. Sent again, because the answer was lost, it is recognised. */
export function deadLetterParcel(
  { id, place, attempts, subject, body: whole }: NatsMessage,
  { reason, remains = { id, body: whole } }: Letter,
  { deadSubject }: NatsNames,
  bytesMost: number,
): Parcel {
  const { body, ...packing } = fitting(remains.body, bytesMost - ROOM_FOR_MARKS);
  const marks = {
    [MARKS.at]: new Date().toISOString(),
    [MARKS.reason]: reason + packing.remark,
    [MARKS.attempts]: String(attempts + 1),
    [MARKS.messageId]: remains.id ?? id,
    [MARKS.subject]: subject,
    ...(packing.isPacked && { [MARKS.packing]: 'gzip' }),
  };
  return { subject: subjectOf(deadSubject, subject), id: `dead-${place}`, body, headers: marked(marks) };
}

/** A message may be as large as the server takes. With our marks it would be larger: then it is packed, and what is no text even cut. */
function fitting(body: Uint8Array, most: number) {
  if (body.length <= most) return { body, isPacked: false, remark: '' };
  const packed = gzipSync(body);
  if (packed.length <= most) return { body: packed, isPacked: true, remark: '' };
  const remark = ` (of its ${body.length} bytes the first ${most} are kept: the server takes no more)`;
  return { body: body.subarray(0, most), isPacked: false, remark };
}

/** What it was before it was packed. What was not packed by us is shown as it lies there. */
export function unpacked(body: Uint8Array, given: MsgHdrs | undefined) {
  if (markOf(given, MARKS.packing) !== 'gzip') return { body, remark: '' };
  try {
    return { body: gunzipSync(body, { maxOutputLength: PAYLOAD_MOST }), remark: '' };
  } catch (error) {
    return { body, remark: ` (it could not be unpacked: ${(error as Error).message})` };
  }
}
