import Type, { type TSchema } from 'typebox';
import {
  EventListQuerySchema,
  EventPageSchema,
  JournalQuerySchema,
  SummaryQuerySchema,
  SummarySchema,
} from './event-query.ts';
import { JournalPageSchema } from './journal-entry.ts';
import type { Answer, Operation } from './operation.ts';
import { OperationalEventSchema } from './operational-event.ts';
import { COMMAND_SCHEMAS } from './operator-command.ts';
import type { ProblemCode } from './problem.ts';
import { COMMANDS, type CommandName } from './vocabulary.ts';

export const json = (schema: TSchema) => ({ 'application/json': schema });
/** What any call may be answered with. */
export const ALWAYS = [
  'misdirected',
  'headers-too-large',
  'internal',
  'unavailable',
] as const satisfies ProblemCode[];
const WRITE = [
  'cross-site',
  'unreadable',
  'too-large',
  'unsupported-media-type',
  'invalid',
  'busy',
  'out-of-space',
] as const;

const eventAnswer = (description: string): Answer => ({
  description,
  content: json(OperationalEventSchema),
  headers: { ETag: 'The version in quotes, for If-Match only.' },
});

const CommandHeadersSchema = Type.Object({
  'If-Match': Type.Optional(
    Type.String({
      description:
        'The version that the person saw, in quotes; `*` means as it is now. Not needed to comment.',
      examples: ['"4"'],
    }),
  ),
  'Signalbox-Actor': Type.Optional(
    Type.String({
      description: 'Name of the person, percent-encoded UTF-8; `local` by default.',
      examples: ['Ana%20Ruiz'],
    }),
  ),
});

const COMMAND_SUMMARIES: Readonly<Record<CommandName, string>> = {
  acknowledge: 'Say that you are on it',
  complete: 'Complete the event, with a hold against its source',
  reopen: 'Take a completion or an acknowledgement back',
  assign: 'Give the event to somebody, or free it',
  comment: 'Add a note to the history',
  undo: 'Take back the newest version, if a command made it',
};

function commandOperation(prefix: string, name: CommandName): Operation {
  return {
    method: 'POST',
    path: `${prefix}/events/{id}/${name}`,
    summary: COMMAND_SUMMARIES[name],
    description:
      'Refusals come in the order 400 and 415, 404, 422, 428, 412, 409. A repeated `id` answers 200 and does nothing.',
    headers: CommandHeadersSchema,
    body: json(COMMAND_SCHEMAS[name]),
    answers: { 200: eventAnswer('The event after it.') },
    problems: [...WRITE, 'invalid-header', 'not-found', 'version-required', 'stale', 'conflict', ...ALWAYS],
  };
}

/** The reads and commands that both services offer, below their prefix. */
export function eventOperations(prefix: '/v1' | '/api'): Record<string, Operation> {
  return {
    listEvents: {
      method: 'GET',
      path: `${prefix}/events`,
      summary: 'A page of events',
      query: EventListQuerySchema,
      answers: { 200: { description: 'The page.', content: json(EventPageSchema) } },
      problems: ['invalid-query', ...ALWAYS],
    },
    readEvent: {
      method: 'GET',
      path: `${prefix}/events/{id}`,
      summary: 'One event, whole',
      answers: { 200: eventAnswer('The event.') },
      problems: ['not-found', ...ALWAYS],
    },
    readJournal: {
      method: 'GET',
      path: `${prefix}/events/{id}/journal`,
      summary: 'The history of an event, newest first',
      query: JournalQuerySchema,
      answers: { 200: { description: 'A page of it.', content: json(JournalPageSchema) } },
      problems: ['invalid-query', 'not-found', ...ALWAYS],
    },
    ...Object.fromEntries(COMMANDS.map((name) => [name, commandOperation(prefix, name)])),
    readSummary: {
      method: 'GET',
      path: `${prefix}/summary`,
      summary: 'Counts and histogram',
      query: SummaryQuerySchema,
      answers: { 200: { description: 'Under the filters of the list.', content: json(SummarySchema) } },
      problems: ['invalid-query', ...ALWAYS],
    },
  };
}

const StateOfHealthSchema = Type.Object({
  status: Type.String({ description: 'ok, or what is missing.', examples: ['ok'] }),
});
const page = (description: string, mediaType: string): Answer => ({
  description,
  content: { [mediaType]: Type.String() },
});

/** What every service says about itself. */
export const SELF_OPERATIONS: Record<string, Operation> = {
  livez: {
    method: 'GET',
    path: '/livez',
    summary: 'Whether the process runs',
    answers: { 200: { description: 'It does.', content: json(StateOfHealthSchema) } },
    problems: ['misdirected'],
  },
  readyz: {
    method: 'GET',
    path: '/readyz',
    summary: 'Whether it can do its work',
    answers: { 200: { description: 'It can.', content: json(StateOfHealthSchema) } },
    problems: ['misdirected', 'unavailable'],
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics',
    answers: { 200: page('The metrics.', 'text/plain') },
    problems: ['misdirected'],
  },
  openapi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1.', content: json(Type.Object({})) } },
    problems: ['misdirected'],
  },
};
