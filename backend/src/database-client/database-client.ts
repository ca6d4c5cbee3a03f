import type {
  ChangesAnswer,
  ChangesQuery,
  CommandBody,
  CommandName,
  EventListQuery,
  EventPage,
  EventReport,
  JournalPage,
  JournalQuery,
  OperationalEvent,
  ReportsAnswer,
  Summary,
  SummaryQuery,
} from '@signalbox/contracts';
import { changesStream, type FeedItem, type StreamQuery } from './changes-stream.ts';
import { connect, type ConnectOptions, type RawAnswer, type RawRequest } from '../service-kit/connection.ts';
import { queryString } from './query-string.ts';
import { readAnswer } from './read-answer.ts';

/** A read or a command of one event: a person waits for it. */
const CALL_TIMEOUT_MS = 5_000;
/** The service itself gives a request 30 s; a full body of 10,000 reports behind others takes a few. */
const REPORTS_TIMEOUT_MS = 35_000;

export interface CommandOptions {
  /** The version that the person saw; `*` means "as it is now"; absent for comments. */
  readonly ifMatch?: number | '*';
  /** The person's name. */
  readonly actor?: string;
}

interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * The only way to the database service. Every call throws UnreachableError when there is no answer in time,
 * and ProblemAnswerError when the answer is a problem.
 */
export interface DatabaseClient {
  /** Answers when the reports are on disk. Safe to send again when each carries an `id`. */
  sendReports(reports: readonly EventReport[], options?: CallOptions): Promise<ReportsAnswer>;
  listEvents(query?: EventListQuery, options?: CallOptions): Promise<EventPage>;
  readEvent(id: string, options?: CallOptions): Promise<OperationalEvent>;
  readJournal(id: string, query?: JournalQuery, options?: CallOptions): Promise<JournalPage>;
  command<Name extends CommandName>(
    id: string,
    name: Name,
    body: CommandBody<Name>,
    options?: CommandOptions,
  ): Promise<OperationalEvent>;
  summary(query?: SummaryQuery, options?: CallOptions): Promise<Summary>;
  changes(query?: ChangesQuery, options?: CallOptions): Promise<ChangesAnswer>;
  /** The feed as it happens. Ends when `signal` aborts; throws UnreachableError when the connection is lost. */
  changesStream(query: StreamQuery, options?: CallOptions): AsyncGenerator<FeedItem, void>;
  /** For a gateway: the answer's own bytes, problems too, so that no page is read only to be written again. */
  raw(request: Omit<RawRequest, 'timeoutMs'> & { timeoutMs?: number }): Promise<RawAnswer>;
  close(): Promise<void>;
}

export function createDatabaseClient(options: ConnectOptions): DatabaseClient {
  const connection = connect(options);

  const get = async <Body>(
    path: string,
    query: object,
    options: CallOptions = {},
    timeoutMs = CALL_TIMEOUT_MS,
  ) => {
    const request = { method: 'GET', path: path + queryString({ ...query }), timeoutMs, ...options } as const;
    return readAnswer<Body>(await connection.exchange(request));
  };
  const post = async <Body>(
    path: string,
    body: unknown,
    headers: Record<string, string>,
    timeoutMs: number,
    options: CallOptions = {},
  ) => {
    const request = {
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      timeoutMs,
      ...options,
    } as const;
    return readAnswer<Body>(await connection.exchange(request));
  };
  const eventPath = (id: string) => `/v1/events/${encodeURIComponent(id)}`;

  return {
    sendReports: (reports, options) => post('/v1/reports', reports, {}, REPORTS_TIMEOUT_MS, options),
    listEvents: (query = {}, options) => get('/v1/events', query, options),
    readEvent: (id, options) => get(eventPath(id), {}, options),
    readJournal: (id, query = {}, options) => get(`${eventPath(id)}/journal`, query, options),
    command: (id, name, body, options = {}) =>
      post(`${eventPath(id)}/${name}`, body, commandHeaders(options), CALL_TIMEOUT_MS),
    summary: (query = {}, options) => get('/v1/summary', query, options),
    changes: (query = {}, options) =>
      get('/v1/changes', query, options, CALL_TIMEOUT_MS + (query.wait ?? 0) * 1_000),
    changesStream: (query, { signal } = {}) => changesStream(connection, query, signal),
    raw: (request) => connection.exchange({ timeoutMs: CALL_TIMEOUT_MS, ...request }),
    close: () => connection.close(),
  };
}

function commandHeaders({ ifMatch, actor }: CommandOptions): Record<string, string> {
  return {
    ...(ifMatch !== undefined && { 'if-match': ifMatch === '*' ? '*' : `"${ifMatch}"` }),
    ...(actor !== undefined && { 'signalbox-actor': encodeURIComponent(actor) }),
  };
}
