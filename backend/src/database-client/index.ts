export { createDatabaseClient, type CommandOptions, type DatabaseClient } from './database-client.ts';
export type { FeedItem, StreamQuery } from './changes-stream.ts';
export type { RawAnswer, RawRequest } from './connection.ts';
export { ProblemAnswerError, UnreachableError } from './errors.ts';
export { queryString } from './query-string.ts';
export { isPassing, retrying, type Passing, type RetryOptions } from './retrying.ts';
