import type { FastifyInstance } from 'fastify';
import { describeProblem, ProblemError, type ProblemTable } from '../problem.ts';
import { answerOf, BODY_MOST, type FunctionAnswer } from './http-answer.ts';
import { readHttpEvent, type HttpRequest } from './http-event.ts';

/** Answers an event that is an HTTP request; undefined for any other. */
export type ServeHttp = (event: unknown) => Promise<FunctionAnswer> | undefined;

/** Hands what a gateway sends to the app, as if it had come over a socket. */
export function serveHttpOf(app: FastifyInstance, problems: ProblemTable): ServeHttp {
  const answer = async ({ request, version }: HttpRequest): Promise<FunctionAnswer> => {
    const response = await app.inject(request);
    const { length } = response.rawPayload;
    return length > BODY_MOST ? tooLarge(length, problems) : answerOf(response, version);
  };
  return (event) => {
    const http = readHttpEvent(event);
    return http && answer(http);
  };
}

/** The gateway would only say that something went wrong. What was asked for was done all the same. */
function tooLarge(bytes: number, problems: ProblemTable): FunctionAnswer {
  const detail = `The answer has ${bytes} bytes, and a function can give ${BODY_MOST}: ask for less, with limit.`;
  const { status, body } = describeProblem(new ProblemError('internal', detail), problems);
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}
