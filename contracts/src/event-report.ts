import Type, { type Static } from 'typebox';
import { AttributesSchema, StatusSchema } from './operational-event.ts';
import { LIMITS, RECEIPT_RESULTS } from './vocabulary.ts';

const text = (maxLength: number, description: string, example: string, minLength = 1) =>
  Type.String({ minLength, maxLength, description, examples: [example] });

/** One message from a source about one event, as it is sent. The smallest useful one is `{ status, message }`. */
export const EventReportSchema = Type.Object(
  {
    source: Type.Optional(
      text(LIMITS.sourceLength, "Who reports; the caller's name by default.", 'plaza-north'),
    ),
    key: Type.Optional(
      text(LIMITS.keyLength, 'What it is about, within the source; `id` by default.', 'lane-07/barrier'),
    ),
    id: Type.Optional(
      text(
        LIMITS.idLength,
        'Identity of this report within its source: sent again, it changes nothing.',
        'r-000731',
      ),
    ),
    type: Type.Optional(
      text(LIMITS.typeLength, 'Kind of event; replaces the old one when present.', 'lane.barrier', 0),
    ),
    status: StatusSchema,
    message: text(LIMITS.messageLength, 'What happened, in words.', 'Barrier does not answer: 3 polls lost'),
    time: Type.Optional(
      Type.String({
        format: 'date-time',
        description: "The source's clock, RFC 3339; the time of receipt by default.",
        examples: ['2026-11-22T03:17:42.123Z'],
      }),
    ),
    attributes: Type.Optional(AttributesSchema),
  },
  {
    $id: 'EventReport',
    additionalProperties: false,
    description: 'A report. Anything else in it is refused: own data belongs in attributes.',
  },
);
export type EventReport = Static<typeof EventReportSchema>;

export const ReceiptSchema = Type.Object(
  {
    index: Type.Integer({
      minimum: 0,
      description: 'Place of the report in what was sent, from 0.',
      examples: [0],
    }),
    result: Type.Enum(RECEIPT_RESULTS, { description: 'What became of the report.', examples: ['created'] }),
    id: Type.Optional(
      Type.String({
        description: "The event's id; absent when rejected.",
        examples: ['019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'],
      }),
    ),
    seq: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'The journal entry; absent when nothing was journalled.',
        examples: [4711],
      }),
    ),
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: "The event's version after it.", examples: [1] }),
    ),
    reason: Type.Optional(
      Type.String({ description: 'Why it was rejected.', examples: ['must be ok, warning or error'] }),
    ),
    pointer: Type.Optional(
      Type.String({
        description: 'JSON pointer to what is to blame, within the body.',
        examples: ['#/3/status'],
      }),
    ),
  },
  { $id: 'Receipt', description: 'The answer to one report.' },
);
export type Receipt = Static<typeof ReceiptSchema>;

const resultCount = (result: string) =>
  Type.Integer({ minimum: 0, description: `How many were ${result}.`, examples: [1] });
export const ReceiptCountsSchema = Type.Object(
  {
    created: resultCount('created'),
    updated: resultCount('updated'),
    repeated: resultCount('repeated'),
    late: resultCount('late'),
    duplicate: resultCount('duplicate'),
    rejected: resultCount('rejected'),
  },
  { description: 'How many reports had which result.' },
);
export type ReceiptCounts = Static<typeof ReceiptCountsSchema>;

export const ReportsAnswerSchema = Type.Object(
  {
    receipts: Type.Array(ReceiptSchema, {
      description: 'One for each report, in order; for NDJSON the rejected ones only.',
    }),
    counts: ReceiptCountsSchema,
  },
  { description: 'Sent after the commit that holds the reports is on disk.' },
);
export type ReportsAnswer = Static<typeof ReportsAnswerSchema>;
