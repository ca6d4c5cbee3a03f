import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@signalbox/contracts';

export interface Refusal {
  /** The HTTP status; 0 where there was no answer at all. */
  readonly status: number;
  readonly problem?: Problem;
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'type' in body && 'title' in body;

/** What an error of HttpClient, or of an operator around it, says about the request. */
export function problemOf(reason: unknown): Refusal {
  if (!(reason instanceof HttpErrorResponse)) return { status: 0 };
  const body: unknown = reason.error;
  return isProblem(body) ? { status: reason.status, problem: body } : { status: reason.status };
}
