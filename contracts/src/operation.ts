import type { TObject, TSchema } from 'typebox';
import type { ProblemCode } from './problem.ts';

/** A body or an answer by media type. */
export type Content = Readonly<Record<string, TSchema>>;

export interface Answer {
  readonly description: string;
  readonly content?: Content;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call of a service, from which routes are checked and OpenAPI is written. */
export interface Operation {
  readonly method: 'GET' | 'POST';
  /** With parameters in braces: `/v1/events/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: TObject;
  readonly headers?: TObject;
  readonly body?: Content;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly problems: readonly ProblemCode[];
}

export interface Api {
  readonly title: string;
  readonly description: string;
  readonly server: string;
  readonly operations: Readonly<Record<string, Operation>>;
}
