/** What is to blame, as RFC 9457 members: a place in the body, a parameter or a header. */
export interface Blame {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly header?: string;
  readonly detail: string;
}

export interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

/** The problems that the kit itself answers with; a service's table holds these and its own. */
export type KitProblemCode =
  | 'unreadable'
  | 'invalid-query'
  | 'bad-request'
  | 'cross-site'
  | 'not-found'
  | 'method-not-allowed'
  | 'request-timeout'
  | 'too-large'
  | 'uri-too-long'
  | 'unsupported-media-type'
  | 'misdirected'
  | 'headers-too-large'
  | 'internal'
  | 'unavailable'
  | 'busy';

export interface ProblemTable {
  readonly kinds: Readonly<Record<KitProblemCode, ProblemKind>> & Readonly<Record<string, ProblemKind>>;
  /** The stable `type` of a code. */
  readonly typeOf: (code: string) => string;
}

export interface ProblemDetails {
  readonly errors?: readonly Blame[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem, such as the event as it is now. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A refusal by its stable code. Only the HTTP edge knows the status that belongs to it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string;
  readonly details: ProblemDetails;

  constructor(code: string, detail = '', details: ProblemDetails = {}) {
    super(detail, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}

export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a client may read of an error. Unknown errors say nothing of themselves: no stack, no SQL. */
export function describeProblem(
  error: ProblemError,
  { kinds, typeOf }: ProblemTable,
  requestId?: string,
): ProblemAnswer {
  const known = Object.hasOwn(kinds, error.code);
  const code = known ? error.code : 'internal';
  const { status, title } = (known ? kinds[error.code] : undefined) ?? kinds.internal;
  const { errors, headers, members } = known ? error.details : {};
  return {
    status,
    headers: { ...(status === 503 && { 'retry-after': '1' }), ...headers },
    body: {
      type: typeOf(code),
      title,
      status,
      ...(known && error.message !== '' && { detail: error.message }),
      ...(requestId !== undefined && { instance: `urn:uuid:${requestId}` }),
      ...(errors && errors.length > 0 && { errors }),
      ...members,
    },
  };
}
