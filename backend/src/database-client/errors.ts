import type { Problem } from '@signalbox/contracts';

/** The service answered with a problem. */
export class ProblemAnswerError extends Error {
  override readonly name = 'ProblemAnswerError';
  readonly status: number;
  readonly problem: Problem;
  /** What its Retry-After says, from now. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, status: number, retryAfterMs: number | undefined) {
    super(problem.detail ? `${problem.title}: ${problem.detail}` : problem.title);
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }
}
