import Type, { type Static } from 'typebox';
import { OperationalEventSchema, StateSchema, StatusSchema } from './operational-event.ts';
import { HistogramBucketSchema } from './histogram.ts';
import { ChangeSchema } from './journal-entry.ts';
import { LIMITS, SORTS, STATES, STATUSES } from './vocabulary.ts';

const repeatable = (item: Type.TSchema, description: string) =>
  Type.Optional(
    Type.Array(item, { maxItems: LIMITS.filterValuesMost, description: `${description} Repeatable.` }),
  );
const words = (maxLength: number, example: string) =>
  Type.String({ minLength: 1, maxLength, examples: [example] });
const time = (description: string) =>
  Type.Optional(Type.String({ format: 'date-time', description, examples: ['2026-11-22T03:00:00.000Z'] }));
const page = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 2_048, description, examples: ['last'] }));
const limit = (byDefault: number, most: number) =>
  Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: most,
      default: byDefault,
      description: `How many, at most ${most}.`,
      examples: [byDefault],
    }),
  );

/** What lists, summaries and feeds can be filtered by. Values of one field are alternatives; fields must all match. */
export const EventFilterSchema = Type.Object({
  state: Type.Optional(
    Type.Array(Type.Enum(STATES), {
      maxItems: STATES.length,
      description: 'What people decided. Repeatable.',
      examples: [['open']],
    }),
  ),
  status: Type.Optional(
    Type.Array(Type.Enum(STATUSES), {
      maxItems: STATUSES.length,
      description: 'What the source last said. Repeatable.',
      examples: [['error']],
    }),
  ),
  source: repeatable(words(LIMITS.sourceLength, 'plaza-north'), 'Who reports.') as Type.TOptional<
    Type.TArray<Type.TString>
  >,
  type: repeatable(words(LIMITS.typeLength, 'lane.barrier'), 'Kind of event.') as Type.TOptional<
    Type.TArray<Type.TString>
  >,
  assignee: repeatable(words(LIMITS.assigneeLength, 'Jonas Weber'), 'Who has it.') as Type.TOptional<
    Type.TArray<Type.TString>
  >,
  id: repeatable(
    words(LIMITS.idLength, '019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'),
    "The event's id.",
  ) as Type.TOptional<Type.TArray<Type.TString>>,
  diverged: Type.Optional(
    Type.Literal(true, {
      description: 'Only those completed by a person while their source still fails.',
      examples: [true],
    }),
  ),
  q: Type.Optional(
    Type.String({
      maxLength: LIMITS.searchLength,
      description: 'Words, all of which must occur in message, source, key or type.',
      examples: ['barrier lane-07'],
    }),
  ),
  from: time('reportedAt at or after.'),
  to: time('reportedAt before.'),
});
export type EventFilter = Static<typeof EventFilterSchema>;

export const EventListQuerySchema = Type.Object({
  ...EventFilterSchema.properties,
  sort: Type.Optional(
    Type.Enum(SORTS, {
      description: 'Order of the list; with `q` it is always newest receipt first.',
      examples: ['-changedAt'],
    }),
  ),
  limit: limit(LIMITS.pageDefault, LIMITS.pageMost),
  page: page('A `next` or `previous` of an earlier answer, or `last`. Binds filter and sort.'),
  include: Type.Optional(
    Type.Literal('attributes', { description: 'Give attributes too.', examples: ['attributes'] }),
  ),
});
export type EventListQuery = Static<typeof EventListQuerySchema>;

const CursorSchema = Type.String({
  description: 'A place in the feed: `<epoch>-<seq>`.',
  examples: ['9f3c21aa-4711'],
});
const pageToken = (description: string) =>
  Type.Union([Type.String(), Type.Null()], { description, examples: ['eyJhIjoiMjAyNi0xMS0yMiJ9'] });

export const EventPageSchema = Type.Object(
  {
    events: Type.Array(OperationalEventSchema, { description: 'Without attributes, unless asked for.' }),
    next: pageToken('The `page` that follows; null at the end.'),
    previous: pageToken('The `page` before; null at the start.'),
    searchedTo: Type.Optional(
      Type.String({
        description: 'The page is short: it was searched up to this place of its sort.',
        examples: ['2026-11-22T01:00:00.000Z'],
      }),
    ),
    cursor: CursorSchema,
  },
  { description: "A page of events, with the feed's cursor of the same moment." },
);
export type EventPage = Static<typeof EventPageSchema>;

export const JournalQuerySchema = Type.Object({
  limit: limit(LIMITS.journalPageDefault, LIMITS.journalPageMost),
  page: page('The `next` of an earlier answer.'),
  repeats: Type.Optional(
    Type.Literal('all', {
      description: 'Give every repeat, instead of one entry for a run of them.',
      examples: ['all'],
    }),
  ),
});
export type JournalQuery = Static<typeof JournalQuerySchema>;

export const SummaryQuerySchema = Type.Object({
  ...EventFilterSchema.properties,
  histogramFrom: time('Start of the histogram; `from`, or an hour before its end, by default.'),
  histogramTo: time('End of the histogram; `to`, or now, by default.'),
  buckets: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: LIMITS.histogramBucketsMost,
      default: LIMITS.histogramBucketsDefault,
      description: 'At most so many buckets, each of whole minutes.',
      examples: [60],
    }),
  ),
});
export type SummaryQuery = Static<typeof SummaryQuerySchema>;

export const SummarySchema = Type.Object(
  {
    total: Type.Integer({ minimum: 0, description: 'How many events match every filter.', examples: [1482] }),
    exact: Type.Boolean({ description: 'False: the figures are lower bounds.', examples: [true] }),
    counts: Type.Array(
      Type.Object({
        state: StateSchema,
        status: StatusSchema,
        count: Type.Integer({ minimum: 0, description: 'How many.', examples: [164] }),
      }),
      { description: 'Under every filter but state and status.' },
    ),
    diverged: Type.Integer({
      minimum: 0,
      description: 'How many of those that match every filter are diverged.',
      examples: [7],
    }),
    histogram: Type.Array(HistogramBucketSchema, {
      description: 'Applied reports by time and status, oldest first.',
    }),
    histogramFilters: Type.Array(Type.String(), {
      description: 'The filters that the histogram obeys.',
      examples: [['source']],
    }),
    lastReport: Type.Optional(
      Type.Object(
        {
          at: Type.String({
            format: 'date-time',
            description: 'Our clock.',
            examples: ['2026-11-22T03:17:42.123Z'],
          }),
          source: Type.String({ description: 'Who reported.', examples: ['gantry-114'] }),
        },
        { description: 'The latest report of all; absent when there is none.' },
      ),
    ),
    cursor: CursorSchema,
  },
  { description: 'Counts and histogram under the filters of the list.' },
);
export type Summary = Static<typeof SummarySchema>;

const feedFields = {
  ...EventFilterSchema.properties,
  after: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'A cursor; absent means now, `0` the oldest that is kept.',
      examples: ['9f3c21aa-4711'],
    }),
  ),
};
export const ChangesQuerySchema = Type.Object({
  ...feedFields,
  limit: limit(LIMITS.changesDefault, LIMITS.changesMost),
  mode: Type.Optional(
    Type.Enum(['all', 'latest'], {
      default: 'all',
      description: 'Every entry, or the newest of each event.',
      examples: ['latest'],
    }),
  ),
  wait: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: LIMITS.waitSecondsMost,
      default: 0,
      description: 'Seconds to wait for the first entry.',
      examples: [25],
    }),
  ),
});
export type ChangesQuery = Static<typeof ChangesQuerySchema>;

export const StreamQuerySchema = Type.Object(feedFields);
export type StreamQuery = Static<typeof StreamQuerySchema>;

export const ChangesAnswerSchema = Type.Object(
  {
    cursor: CursorSchema,
    entries: Type.Array(ChangeSchema, {
      description: `In commit order; fewer than were asked for where those would take more than ${LIMITS.changesBytes} bytes.`,
    }),
    refresh: Type.Boolean({
      description: 'Too many changed: read the page anew and go on from the cursor.',
      examples: [false],
    }),
  },
  { description: 'What changed after the cursor that was given, up to the one returned.' },
);
export type ChangesAnswer = Static<typeof ChangesAnswerSchema>;
