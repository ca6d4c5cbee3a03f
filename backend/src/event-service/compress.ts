import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** The best there is: it takes a third of a second for the whole console, once, beside the event loop. */
export const toBrotli = (bytes: Buffer): Promise<Buffer> =>
  promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });

export const toGzip = (bytes: Buffer): Promise<Buffer> => promisify(gzip)(bytes, { level: 9 });
