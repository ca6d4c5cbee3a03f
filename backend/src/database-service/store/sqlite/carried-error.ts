import { ProblemError, type ProblemDetails } from '../../../service-kit/problem.ts';

/** An error on its way between threads: copying it would forget its class and its code. */
export type CarriedError =
  | { readonly code: string; readonly message: string; readonly details: ProblemDetails }
  | { readonly error: Error };

export function carry(error: unknown): CarriedError {
  if (error instanceof ProblemError) {
    const { cause, ...details } = error.details;
    return { code: error.code, message: error.message, details: { ...details, cause: plain(cause) } };
  }
  return { error: plain(error) };
}

export function arrived(carried: CarriedError): Error {
  return 'error' in carried
    ? carried.error
    : new ProblemError(carried.code, carried.message, carried.details);
}

/** With nothing that cannot be copied. */
function plain(thrown: unknown): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  const error = new Error(thrown.message);
  if (thrown.stack !== undefined) error.stack = thrown.stack;
  return error;
}
