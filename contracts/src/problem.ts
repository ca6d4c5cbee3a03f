import Type, { type Static } from 'typebox';
import { OperationalEventSchema } from './operational-event.ts';

/** Every problem that a service answers with: its stable code, status and title. */
export const PROBLEMS = {
  unreadable: { status: 400, title: 'The body cannot be read' },
  'invalid-query': { status: 400, title: 'The query is wrong' },
  'invalid-header': { status: 400, title: 'A header is wrong' },
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'cross-site': { status: 403, title: 'Writes from other sites are refused' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here' },
  'not-acceptable': { status: 406, title: 'No such representation' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  conflict: { status: 409, title: 'The event is already so' },
  'cursor-gone': { status: 410, title: 'The cursor leads nowhere' },
  stale: { status: 412, title: 'The event has changed meanwhile' },
  'too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'This media type is not read here' },
  misdirected: { status: 421, title: 'This host is not served here' },
  invalid: { status: 422, title: 'The content is wrong' },
  'version-required': { status: 428, title: 'If-Match is required' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  internal: { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service cannot answer now' },
  busy: { status: 503, title: 'Too much is waiting already' },
  'out-of-space': { status: 507, title: 'The disk is full' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

const PROBLEM_TYPE_PREFIX = 'urn:signalbox:problem:';
/** The `type` of a problem: stable, and listed in `docs/api/problems.md`. */
export const problemType = (code: ProblemCode): string => PROBLEM_TYPE_PREFIX + code;

/** The table in the form in which the services are given it. */
export const PROBLEM_TABLE = {
  kinds: PROBLEMS,
  typeOf: (code: string): string => problemType(code as ProblemCode),
} as const;

export const BlameSchema = Type.Object(
  {
    pointer: Type.Optional(
      Type.String({ description: 'JSON pointer into the body, as a URI fragment.', examples: ['#/status'] }),
    ),
    parameter: Type.Optional(Type.String({ description: 'Query or path parameter.', examples: ['limit'] })),
    header: Type.Optional(Type.String({ description: 'Request header.', examples: ['If-Match'] })),
    detail: Type.String({
      description: 'What is wrong with it.',
      examples: ['must be ok, warning or error'],
    }),
  },
  { description: 'What is to blame.' },
);
export type Blame = Static<typeof BlameSchema>;

/** RFC 9457. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String({
      description: 'Stable identity of the kind of problem.',
      examples: ['urn:signalbox:problem:stale'],
    }),
    title: Type.String({
      description: 'The same for every problem of its type.',
      examples: ['The event has changed meanwhile'],
    }),
    status: Type.Integer({ description: 'The HTTP status.', examples: [412] }),
    detail: Type.Optional(
      Type.String({
        description: 'This very case, in words.',
        examples: ['Version 4 was expected, it is at 5.'],
      }),
    ),
    instance: Type.Optional(
      Type.String({
        description: 'Identity of the request.',
        examples: ['urn:uuid:019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'],
      }),
    ),
    errors: Type.Optional(Type.Array(BlameSchema, { description: 'What is to blame.' })),
    event: Type.Optional(OperationalEventSchema),
    cursor: Type.Optional(
      Type.String({ description: 'With cursor-gone: where the feed is now.', examples: ['9f3c21aa-4711'] }),
    ),
  },
  { $id: 'Problem', description: 'application/problem+json. 409 and 412 carry the event as it is now.' },
);
export type Problem = Static<typeof ProblemSchema>;
