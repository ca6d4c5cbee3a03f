import type { IncomingHttpHeaders } from 'node:http';
import { type Readable, Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { ProblemError } from './problem.ts';

/** Fastify compares this with Content-Length, and holds it against the limit too. */
type Body = Readable & { receivedEncodedLength?: number };

/** What one step gives at most: a bomb costs this much memory and no more. */
const CHUNK = { chunkSize: 64 * 1_024 };
/** 8 MiB, as RFC 9659 has it for HTTP: the sender chooses the window, and the reader pays for it. */
const ZSTD_WINDOW = { [constants.ZSTD_d_windowLogMax]: 23 };

const DECODERS: Readonly<Record<string, () => Gunzip | ZstdDecompress>> = {
  gzip: () => createGunzip(CHUNK),
  zstd: () => createZstdDecompress({ ...CHUNK, params: ZSTD_WINDOW }),
};

/** The body as it was before gzip or zstd. What it grows to is limited where it is read: after decompression. */
export function decompress(headers: IncomingHttpHeaders, body: Body): Body {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity') return body;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (decoder === undefined) {
    throw new ProblemError('unsupported-media-type', 'Bodies may be compressed with gzip or zstd.', {
      errors: [{ header: 'Content-Encoding', detail: 'must be gzip or zstd, or absent' }],
      headers: { 'accept-encoding': 'gzip, zstd' },
    });
  }
  return plainOf(body, decoder, `The ${encoding} stream is damaged.`);
}

/** A damaged stream is a body that cannot be read, and no failure of ours. Nor is anything behind its end passed by. */
function plainOf(body: Readable, decoder: Gunzip | ZstdDecompress, damage: string): Body {
  let received = 0;
  body.on('data', (chunk: Buffer) => (received += chunk.length));
  body.on('error', (error) => decoder.destroy(error));
  const damaged = (cause?: Error) => new ProblemError('unreadable', damage, { cause });
  const plain: Body = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => done(decoder.bytesWritten === received ? null : damaged()),
  });
  Object.defineProperty(plain, 'receivedEncodedLength', { get: () => received });
  decoder.on('error', (cause) => plain.destroy(damaged(cause)));
  body.pipe(decoder).pipe(plain as Transform);
  return plain;
}
