import Type, { type Static } from 'typebox';
import {
  ActorSchema,
  HoldSchema,
  OperationalEventSchema,
  RuleSchema,
  StateSchema,
  StatusSchema,
  timestamp,
} from './operational-event.ts';
import { JOURNAL_ACTIONS } from './vocabulary.ts';

const journalEntryFields = {
  seq: Type.Integer({ minimum: 1, description: 'Number of the entry, in commit order.', examples: [4711] }),
  eventId: Type.String({
    description: 'The event it belongs to.',
    examples: ['019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'],
  }),
  at: timestamp('Our clock.'),
  action: Type.Enum(JOURNAL_ACTIONS, { description: 'What happened.', examples: ['overridden'] }),
  actor: ActorSchema,
  status: StatusSchema,
  state: StateSchema,
  version: Type.Integer({ minimum: 1, description: "The event's version after it.", examples: [4] }),
  message: Type.Optional(
    Type.String({ description: 'What the source said.', examples: ['Barrier does not answer'] }),
  ),
  hold: Type.Optional(HoldSchema),
  holdUntil: Type.Optional(timestamp('Until when the hold lasts.')),
  assignee: Type.Optional(Type.String({ description: 'Who has it after it.', examples: ['Jonas Weber'] })),
  note: Type.Optional(
    Type.String({ description: 'Why, in the words of a person.', examples: ['Ticket 88213'] }),
  ),
  rule: Type.Optional(RuleSchema),
  reportId: Type.Optional(
    Type.String({ description: 'Identity of the report, where it carried one.', examples: ['r-000731'] }),
  ),
  commandId: Type.Optional(
    Type.String({ description: 'Identity of the command, where it carried one.', examples: ['c-0192'] }),
  ),
  reportedAt: Type.Optional(timestamp("The source's clock, as given.")),
  reportedStatus: Type.Optional(StatusSchema),
  late: Type.Optional(
    Type.Boolean({
      description: 'An older report: it changed nothing; `reportedStatus` is what it said.',
      examples: [true],
    }),
  ),
  skewed: Type.Optional(
    Type.Boolean({
      description: "The source's clock was too far ahead; the time of receipt counts.",
      examples: [true],
    }),
  ),
  repeats: Type.Optional(
    Type.Integer({
      minimum: 2,
      description: 'How many repeats this one entry of a history stands for.',
      examples: [38],
    }),
  ),
  repeatsSince: Type.Optional(timestamp('Our clock, the first of these repeats.')),
};

/** One line of the append-only log; status, state, version, hold and assignee are those after it. */
export const JournalEntrySchema = Type.Object(journalEntryFields, {
  $id: 'JournalEntry',
  description: 'One entry of the journal.',
});
export type JournalEntry = Static<typeof JournalEntrySchema>;

export const WasSchema = Type.Object(
  {
    status: StatusSchema,
    state: StateSchema,
    diverged: Type.Boolean({ description: 'As of the event.', examples: [false] }),
    assignee: Type.Optional(Type.String({ description: 'Who had it.', examples: ['Jonas Weber'] })),
    type: Type.Optional(Type.String({ description: 'Kind of event.', examples: ['lane.barrier'] })),
  },
  { description: 'What could be filtered by, before the entry.' },
);
export type Was = Static<typeof WasSchema>;

/** An entry of the feed: the journal entry, the event's newest version, and what it was before. */
export const ChangeSchema = Type.Object(
  {
    ...journalEntryFields,
    event: Type.Omit(OperationalEventSchema, ['attributes'], {
      description: 'The event as it is now, without attributes.',
    }),
    was: Type.Union([WasSchema, Type.Null()], { description: 'Null for a new event.' }),
    left: Type.Optional(
      Type.Boolean({ description: 'It matched the filter before, and does not now.', examples: [true] }),
    ),
  },
  { $id: 'Change', description: 'One entry of the change feed.' },
);
export type Change = Static<typeof ChangeSchema>;

export const JournalPageSchema = Type.Object(
  {
    entries: Type.Array(JournalEntrySchema, { description: 'Newest first.' }),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'The `page` of older entries; null at the end.',
      examples: ['eyJzIjo0NzExfQ'],
    }),
  },
  { description: "A page of an event's history." },
);
export type JournalPage = Static<typeof JournalPageSchema>;
