import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ProblemError } from './problem.ts';

/** Fastify compares this with Content-Length, and holds it against the limit too. */
type Body = Readable & { receivedEncodedLength?: number };

/** The body as it was before gzip. What it grows to is limited where it is read: after decompression. */
export function decompress(headers: IncomingHttpHeaders, body: Body): Body {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') {
    throw new ProblemError('unsupported-media-type', 'Bodies may be compressed with gzip only.', {
      errors: [{ header: 'Content-Encoding', detail: 'must be gzip or absent' }],
      headers: { 'accept-encoding': 'gzip' },
    });
  }
  const plain: Body = body.pipe(createGunzip());
  plain.receivedEncodedLength = 0;
  body.on('data', (chunk: Buffer) => (plain.receivedEncodedLength! += chunk.length));
  body.on('error', (error) => plain.destroy(error));
  return readableErrors(plain);
}

/** A damaged gzip stream is a body that cannot be read, and no failure of ours. */
function readableErrors(plain: Body): Body {
  const told: Body = new Transform({ transform: (chunk, _encoding, done) => done(null, chunk) });
  Object.defineProperty(told, 'receivedEncodedLength', { get: () => plain.receivedEncodedLength });
  plain.on('error', (cause) =>
    told.destroy(new ProblemError('unreadable', 'The gzip stream is damaged.', { cause })),
  );
  return plain.pipe(told as Transform);
}
