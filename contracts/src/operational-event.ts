import Type, { type Static } from 'typebox';
import { ACTOR_KINDS, HOLDS, LIMITS, RULES, STATES, STATUSES } from './vocabulary.ts';

export const StatusSchema = Type.Enum(STATUSES, {
  description: 'What the source last said; warning and error are failing.',
  examples: ['error'],
});
export const StateSchema = Type.Enum(STATES, { description: 'What people decided.', examples: ['open'] });
export const HoldSchema = Type.Enum(HOLDS, {
  description: "The rule by which a person's completion holds against the source.",
  examples: ['until-recovered'],
});
export const RuleSchema = Type.Enum(RULES, {
  description: 'Why the event changed hands, as a stable code.',
  examples: ['until-recovered.failed-again'],
});

/** A time: RFC 3339 in UTC with milliseconds, `2026-11-22T03:17:42.123Z`. Compares as text. */
export const timestamp = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-11-22T03:17:42.123Z'] });
const count = (description: string, example: number) =>
  Type.Integer({ minimum: 0, description, examples: [example] });

export const ActorSchema = Type.Object(
  {
    kind: Type.Enum(ACTOR_KINDS, {
      description: 'Who acts: a source, a person or the system.',
      examples: ['person'],
    }),
    name: Type.String({ description: 'The name to show.', examples: ['Ana Ruiz'] }),
  },
  { $id: 'Actor', description: 'Who did it.' },
);
export type Actor = Static<typeof ActorSchema>;

export const AttributesSchema = Type.Record(Type.String(), Type.Unknown(), {
  description: `The source's own data: a JSON object of at most ${LIMITS.attributesBytes} bytes and depth ${LIMITS.attributesDepth}.`,
  examples: [{ lane: 7, polls: 3 }],
});
export type Attributes = Static<typeof AttributesSchema>;

export const ReopeningSchema = Type.Object(
  {
    at: timestamp('Our clock, when it was reopened.'),
    by: ActorSchema,
    rule: RuleSchema,
    completedBy: Type.Optional(ActorSchema),
  },
  { $id: 'Reopening', description: 'The latest reopening; `completedBy` is whose completion it ended.' },
);

/** One row of the console: what the source last said, and what people decided. Optional fields are absent, not null. */
export const OperationalEventSchema = Type.Object(
  {
    id: Type.String({
      description: 'UUIDv7, given by the service, stable for ever.',
      examples: ['019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'],
    }),
    source: Type.String({ description: 'Who reports.', examples: ['plaza-north'] }),
    key: Type.String({
      description: 'What it is about; unique together with source.',
      examples: ['lane-07/barrier'],
    }),
    type: Type.Optional(Type.String({ description: 'Kind of event, free.', examples: ['lane.barrier'] })),
    status: StatusSchema,
    message: Type.String({
      description: 'What the source last said, in words.',
      examples: ['Barrier does not answer: 3 polls lost'],
    }),
    attributes: Type.Optional(AttributesSchema),
    state: StateSchema,
    hold: Type.Optional(HoldSchema),
    holdUntil: Type.Optional(timestamp('Until when the hold lasts; with until-time only.')),
    diverged: Type.Boolean({
      description: 'Completed by a person, and the latest report applied since is failing.',
      examples: [false],
    }),
    assignee: Type.Optional(Type.String({ description: 'Who has it.', examples: ['Jonas Weber'] })),
    firstReportedAt: timestamp("The source's clock, first report applied."),
    reportedAt: timestamp("The source's clock, latest report applied."),
    receivedAt: timestamp('Our clock, latest report.'),
    reports: count('How many reports were applied.', 731),
    late: Type.Boolean({
      description: 'The latest report arrived with an older time than one already applied.',
      examples: [false],
    }),
    changedAt: timestamp('Our clock, newest version.'),
    changedBy: ActorSchema,
    acknowledgedAt: Type.Optional(timestamp('Our clock, current acknowledgement.')),
    acknowledgedBy: Type.Optional(ActorSchema),
    completedAt: Type.Optional(timestamp('Our clock, current completion.')),
    completedBy: Type.Optional(ActorSchema),
    reopened: Type.Optional(ReopeningSchema),
    overrides: count("How often a report undid a person's completion.", 1),
    worst: StatusSchema,
    recoveredAt: Type.Optional(timestamp("The source's clock, latest ok since a person's completion.")),
    failingSince: count("How many failing reports were applied since a person's completion.", 412),
    version: Type.Integer({
      minimum: 1,
      description: 'Counts changes of status, state, hold, holdUntil and assignee.',
      examples: [4],
    }),
  },
  { $id: 'OperationalEvent', description: 'An operational event.' },
);
export type OperationalEvent = Static<typeof OperationalEventSchema>;
