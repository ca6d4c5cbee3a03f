import { headers, type MsgHdrs } from '@nats-io/transport-node';
import type { Connected } from './connect.ts';

/** Where a message goes, and what is said about it. */
export interface Parcel {
  readonly subject: string;
  readonly body: Uint8Array;
  /** JetStream takes a message of this name once within two minutes. */
  readonly id: string;
  readonly headers?: MsgHdrs;
}

/** Resolves when the stream has it. */
export async function publish({ client }: Connected, parcel: Parcel): Promise<void> {
  const { subject, body, id, headers: given = headers() } = parcel;
  await client.publish(subject, body, { msgID: id, headers: given });
}

/** Any text as what may follow in a subject. */
export const subjectOf = (prefix: string, text: string): string =>
  [prefix, ...text.split('.').map((token) => token.replace(/[\s*>]/g, '_') || '_')].join('.');
