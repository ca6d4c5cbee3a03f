import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  COMMAND_SCHEMAS,
  COMMANDS,
  LIMITS,
  type CommandName,
  type OperatorCommand,
} from '@signalbox/contracts';
import type { Refusal } from '@signalbox/contracts/lifecycle';
import { checkText } from '../../service-kit/check-text.ts';
import { requestBody } from '../../service-kit/http-app.ts';
import { ProblemError } from '../../service-kit/problem.ts';
import { readJson } from '../../service-kit/strict-json.ts';
import { fieldsReader } from '../../service-kit/read-fields.ts';
import type { WriteResult } from '../store/event-store.ts';
import { readActor, readIfMatch } from './command-headers.ts';
import { noSuchEvent, sendEvent } from './event-answer.ts';
import type { Parts } from './parts.ts';

type CommandRequest = FastifyRequest<{ Params: { id: string } }>;

/** The six commands. Refusals come in one order: unreadable, no such event, wrong fields, and then what `decide` says. */
export function serveCommands(app: FastifyInstance, parts: Parts): void {
  for (const name of COMMANDS) {
    app.post(`/v1/events/:id/${name}`, { bodyLimit: LIMITS.commandBytes }, (request, reply) =>
      command(name, request as CommandRequest, reply, parts),
    );
  }
}

async function command(
  name: CommandName,
  request: CommandRequest,
  reply: FastifyReply,
  { store, queue }: Parts,
): Promise<FastifyReply> {
  const body = requestBody(request);
  const value = readJson(body);
  const actor = readActor(request.headers);
  const expectedVersion = readIfMatch(request.headers);
  const eventId = request.params.id;
  if ((await store.readEvent(eventId)) === undefined) throw noSuchEvent();

  const write = {
    kind: 'command',
    eventId,
    command: readCommand(name, value),
    expectedVersion,
    actor,
  } as const;
  const [result] = await queue.add([write], { bytes: body.length });
  return sendEvent(reply, eventOf(result as WriteResult));
}

const readFields = Object.fromEntries(
  COMMANDS.map((name) => [name, fieldsReader(COMMAND_SCHEMAS[name])]),
) as Record<CommandName, ReturnType<typeof fieldsReader>>;

function readCommand(name: CommandName, value: unknown): OperatorCommand {
  const unkeepable = checkText(value);
  if (unkeepable) throw invalid([unkeepable]);
  const { fields, blames } = readFields[name](value, '#');
  if (blames) throw invalid(blames);
  return { ...fields, name } as OperatorCommand;
}

type Blames = readonly { readonly pointer?: string; readonly detail: string }[];
const invalid = (errors: Blames) => new ProblemError('invalid', 'The command is wrong.', { errors });

function eventOf(result: WriteResult) {
  if (result.kind === 'done' && result.event !== undefined) return result.event;
  if (result.kind === 'failed') throw result.error;
  if (result.kind === 'refused') throw problemOf(result.refusal, result.event);
  throw new Error(`A command gave ${result.kind}`);
}

function problemOf(refusal: Refusal, event: unknown): ProblemError {
  switch (refusal.code) {
    case 'not-found':
      return noSuchEvent();
    case 'invalid':
      return invalid([{ pointer: refusal.pointer, detail: refusal.detail }]);
    case 'version-required':
      return new ProblemError(refusal.code, 'Say which version of the event you saw.', {
        errors: [{ header: 'If-Match', detail: 'is required: the version in quotes, or *' }],
      });
    case 'stale':
      return new ProblemError(refusal.code, refusal.detail, {
        errors: [{ header: 'If-Match', detail: 'is not the version of the event' }],
        members: { event },
      });
    case 'conflict':
      return new ProblemError(refusal.code, refusal.detail, { members: { event } });
  }
}
