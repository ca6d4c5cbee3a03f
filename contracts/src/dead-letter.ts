import Type, { type Static } from 'typebox';
import { LIMITS } from './vocabulary.ts';

const letterFields = {
  id: Type.String({
    description: 'Names the dead letter.',
    examples: ['019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11'],
  }),
  at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'When it was put aside, by our clock; null where the broker did so and does not say.',
    examples: ['2026-11-22T03:17:42.123Z'],
  }),
  reason: Type.String({
    description: 'Why it was not taken.',
    examples: ['#/status must be ok, warning or error'],
  }),
  attempts: Type.Integer({
    minimum: 1,
    description: 'How often it was tried.',
    examples: [1],
  }),
  subject: Type.String({
    description: 'The routing key or subject that it was sent with.',
    examples: ['plaza-north'],
  }),
  messageId: Type.Union([Type.String(), Type.Null()], {
    description: 'What its sender named the message; null where it has no name.',
    examples: ['m-000731'],
  }),
  bytes: Type.Integer({ minimum: 0, description: 'How long its body is.', examples: [42] }),
};

/** A message that a broker brought and that could not be taken. */
export const DeadLetterSchema = Type.Object(letterFields, { $id: 'DeadLetter' });
export type DeadLetter = Static<typeof DeadLetterSchema>;

export const DeadLetterWithBodySchema = Type.Object(
  {
    ...letterFields,
    body: Type.String({
      description: 'What was sent, as it came: as text, or as base64 where it is not UTF-8.',
      examples: ['{"status":"broken","message":"disk full"}'],
    }),
    encoding: Type.Enum(['utf-8', 'base64'], { description: 'How to read the body.', examples: ['utf-8'] }),
  },
  { $id: 'DeadLetterWithBody' },
);
export type DeadLetterWithBody = Static<typeof DeadLetterWithBodySchema>;

export const DeadLetterQuerySchema = Type.Object({
  limit: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: LIMITS.deadLettersMost,
      default: LIMITS.deadLettersDefault,
      description: `How many, at most ${LIMITS.deadLettersMost}; 0 only counts.`,
      examples: [LIMITS.deadLettersDefault],
    }),
  ),
});
export type DeadLetterQuery = Static<typeof DeadLetterQuerySchema>;

export const DeadLetterPageSchema = Type.Object({
  letters: Type.Array(DeadLetterSchema, { description: 'The oldest first.' }),
  total: Type.Integer({ minimum: 0, description: 'How many there are.', examples: [3] }),
});
export type DeadLetterPage = Static<typeof DeadLetterPageSchema>;

export const ReplaySchema = Type.Object(
  {
    body: Type.Optional(
      Type.String({
        maxLength: LIMITS.messageBytes,
        description: 'What to send instead, mended; what was sent, by default.',
        examples: ['{"status":"error","message":"disk full"}'],
      }),
    ),
  },
  { additionalProperties: false, description: 'Sends a dead letter again.' },
);
export type Replay = Static<typeof ReplaySchema>;
