import type { FastifyReply } from 'fastify';
import type { OperationalEvent } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';

/** The event, whole. Its version serves If-Match alone: the text of an event may change without it, so nobody may keep it. */
export function sendEvent(reply: FastifyReply, event: OperationalEvent): FastifyReply {
  return reply.header('etag', `"${event.version}"`).header('cache-control', 'no-store').send(event);
}

export const noSuchEvent = (): ProblemError =>
  new ProblemError('not-found', 'There is no event with this id.');
