export { createDatabaseClient, type CommandOptions, type DatabaseClient } from './database-client.ts';
export type { FeedItem, StreamQuery } from './changes-stream.ts';
export type { ConnectOptions, RawAnswer, RawRequest, SignRequest } from '../service-kit/connection.ts';
export { UnreachableError } from '../service-kit/unreachable-error.ts';
export { ProblemAnswerError } from './errors.ts';
export { queryString } from './query-string.ts';
export { databaseServiceSettings, databaseServiceUrl } from './settings.ts';
export { isPassing, retrying, type Passing, type RetryOptions } from './retrying.ts';
