import Type, { type Static } from 'typebox';
import { HoldSchema } from './operational-event.ts';
import { LIMITS, type CommandName } from './vocabulary.ts';

const id = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: LIMITS.idLength,
    description: 'Identity of this command on its event: sent again, it does nothing.',
    examples: ['c-0192'],
  }),
);
const noteText = Type.String({
  minLength: 1,
  maxLength: LIMITS.noteLength,
  description: 'Why, for the history.',
  examples: ['Acquirer knows, ticket 88213.'],
});
const note = Type.Optional(noteText);
const strict = (description: string) => ({ additionalProperties: false, description });

const Plain = (description: string) => Type.Object({ id, note }, strict(description));

export const CompleteSchema = Type.Object(
  {
    id,
    note,
    hold: Type.Optional(HoldSchema),
    holdUntil: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Required with until-time, refused otherwise; lies in the future.',
        examples: ['2026-11-22T06:00:00.000Z'],
      }),
    ),
  },
  strict('Complete the event; `hold` is until-recovered by default.'),
);
export const AssignSchema = Type.Object(
  {
    id,
    note,
    assignee: Type.Union([Type.String({ minLength: 1, maxLength: LIMITS.assigneeLength }), Type.Null()], {
      description: 'Who has it from now on; null frees it.',
      examples: ['Jonas Weber'],
    }),
  },
  strict('Give the event to somebody.'),
);
export const CommentSchema = Type.Object({ id, note: noteText }, strict('Add a note to the history.'));

/** The body of each command. */
export const COMMAND_SCHEMAS = {
  acknowledge: Plain('Say that you are on it.'),
  complete: CompleteSchema,
  reopen: Plain('Take the completion or the acknowledgement back.'),
  assign: AssignSchema,
  comment: CommentSchema,
  undo: Plain('Take back the newest version, if a command made it.'),
} as const satisfies Record<CommandName, unknown>;

/** By name, each worked out once: a `Static` of a schema that is not known yet takes the compiler a minute. */
type CommandBodies = { [Name in CommandName]: Static<(typeof COMMAND_SCHEMAS)[Name]> };
export type CommandBody<Name extends CommandName> = CommandBodies[Name];
/** A command as the lifecycle takes it: its name and its checked body. */
export type OperatorCommand = {
  [Name in CommandName]: { readonly name: Name } & CommandBody<Name>;
}[CommandName];
