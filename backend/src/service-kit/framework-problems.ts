import type { FastifyError } from 'fastify';
import { ProblemError, type KitProblemCode } from './problem.ts';

/** What Fastify refuses by itself, in our words. Its own messages may change with a version, and are not shown. */
const FASTIFY: Readonly<Record<string, readonly [KitProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than is taken here.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported-media-type',
    'The Content-Type is not one that is read here.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['bad-request', 'The address is not well-formed.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long', 'A part of the path is too long.'],
  FST_ERR_NOT_FOUND: ['not-found', 'There is nothing at this address.'],
  FST_ERR_HANDLER_TIMEOUT: ['unavailable', 'The answer took too long.'],
};

/** What Node's parser refuses before there is a request. */
const NODE: Readonly<Record<string, readonly [KitProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers-too-large', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request-timeout', 'The request did not arrive in time.'],
};

/** The refusal that an error stands for; undefined for what nobody foresaw. */
export function asProblem(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : FASTIFY[code];
  if (known) return new ProblemError(known[0], known[1], { cause: error });
  const refusedByFramework = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return refusedByFramework
    ? new ProblemError('bad-request', 'The request cannot be read.', { cause: error })
    : undefined;
}

export function connectionProblem(error: { code?: string }): ProblemError {
  const [code, detail] = NODE[error.code ?? ''] ?? ['bad-request', 'This is not well-formed HTTP.'];
  return new ProblemError(code, detail);
}
