import { createHash } from 'node:crypto';
import { LIMITS } from '@signalbox/contracts/vocabulary';
import type { IncomingMessage } from '../message-broker/message-broker.ts';
import { ProblemError } from '../service-kit/problem.ts';
import { readJson } from '../service-kit/strict-json.ts';

export type MessageRead =
  /** As they will be sent: what is wrong with each, the database service will say. */
  | { readonly reports: readonly unknown[]; readonly isArray: boolean; readonly fault?: undefined }
  | { readonly fault: string };

/** The reports in a message: one, or an array of them. Each gets an id, where the message has one. */
export function readMessage({ body, id }: Pick<IncomingMessage, 'body' | 'id'>): MessageRead {
  if (body.length > LIMITS.messageBytes) {
    return { fault: `It is ${body.length} bytes long, and at most ${LIMITS.messageBytes} are taken.` };
  }
  try {
    const value = readJson(body);
    if (!Array.isArray(value)) return { reports: [identified(value, id)], isArray: false };
    if (value.length > LIMITS.reportsPerBody) {
      return { fault: `It holds ${value.length} reports, and at most ${LIMITS.reportsPerBody} are taken.` };
    }
    const reports = value.map((one, index) => identified(one, id && `${id}/${index}`));
    return { reports, isArray: true };
  } catch (error) {
    if (error instanceof ProblemError) return { fault: faultOf(error) };
    throw error;
  }
}

function faultOf({ message, details }: ProblemError): string {
  const [blame] = details.errors ?? [];
  return blame?.pointer && blame.pointer !== '#' ? `${blame.pointer} ${blame.detail}` : message;
}

/** A report that has no id takes the message's: delivered again, it is known. */
function identified(value: unknown, id: string | undefined): unknown {
  if (id === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return 'id' in value ? value : { ...value, id: shortened(id) };
}

/** Whatever a sender names its messages: a long name, or one that is no text, has a fingerprint that is one. */
const shortened = (id: string): string =>
  id.length <= LIMITS.idLength && id.isWellFormed() && !id.includes('\0')
    ? id
    : createHash('sha256').update(id).digest('hex');
