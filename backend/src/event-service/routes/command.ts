import { COMMANDS, LIMITS } from '@signalbox/contracts';
import type { FastifyInstance } from 'fastify';
import { requestBody } from '../../service-kit/http-app.ts';
import { eventPath, type PassThrough } from '../pass-through.ts';

/** What a person does to an event. The bytes go on as they are: the database service alone judges them. */
export function serveCommands(app: FastifyInstance, passThrough: PassThrough): void {
  for (const name of COMMANDS) {
    app.post<{ Params: { id: string } }>(
      `/api/events/:id/${name}`,
      { bodyLimit: LIMITS.commandBytes },
      async (request, reply) => {
        requestBody(request);
        return passThrough(request, reply, { path: `${eventPath(request.params.id)}/${name}` });
      },
    );
  }
}
