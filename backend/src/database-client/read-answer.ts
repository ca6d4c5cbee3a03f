import type { Problem } from '@signalbox/contracts';
import type { RawAnswer } from '../service-kit/connection.ts';
import { ProblemAnswerError } from './errors.ts';

/** The body of a good answer. The service's own answers are trusted; checking them again would cost more than writing them. */
export function readAnswer<Body>(answer: RawAnswer): Body {
  if (answer.status >= 200 && answer.status < 300) return JSON.parse(answer.body.toString()) as Body;
  throw problemOf(answer);
}

export function problemOf({ status, headers, body }: RawAnswer, now = Date.now()): ProblemAnswerError {
  return new ProblemAnswerError(readProblem(status, body), status, retryAfterOf(headers['retry-after'], now));
}

function readProblem(status: number, body: Buffer): Problem {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (isProblem(value)) return value;
  } catch {
    // Not JSON: somebody between us and the service answered.
  }
  return { type: 'about:blank', title: `HTTP ${status}`, status };
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' &&
  value !== null &&
  'title' in value &&
  typeof value.title === 'string' &&
  'type' in value;

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterOf(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
