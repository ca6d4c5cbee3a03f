import type { InjectOptions } from 'fastify';

type Pairs = Readonly<Record<string, string>>;
type Lists = Readonly<Record<string, string[]>>;

interface Body {
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** Of what HTTP APIs (payload 2.0) and function URLs send, what is read here. */
interface Payload2 extends Body {
  readonly version: '2.0';
  readonly rawPath: string;
  readonly rawQueryString?: string;
  /** One that came several times is joined by commas already. */
  readonly headers?: Pairs;
  readonly cookies?: readonly string[];
  readonly requestContext: { readonly http: { readonly method: string; readonly sourceIp?: string } };
}

/** Of what REST APIs send, and HTTP APIs that were told to (payload 1.0). */
interface Payload1 extends Body {
  readonly httpMethod: string;
  readonly path: string;
  readonly multiValueQueryStringParameters: Lists | null;
  readonly multiValueHeaders: Lists | null;
  readonly requestContext: { readonly identity?: { readonly sourceIp?: string } };
}

export type PayloadVersion = '1.0' | '2.0';
export interface HttpRequest {
  /** The answer must be in the same one. */
  readonly version: PayloadVersion;
  readonly request: InjectOptions;
}

/** The HTTP request that an event of Lambda tells of; undefined when it tells of something else. */
export function readHttpEvent(event: unknown): HttpRequest | undefined {
  if (isPayload2(event)) return { version: '2.0', request: { ...COMMON, ...requestOf2(event) } };
  if (isPayload1(event)) return { version: '1.0', request: { ...COMMON, ...requestOf1(event) } };
  return undefined;
}

/** A request without Host would be taken for one to this machine. */
const COMMON = { authority: 'host-is-missing.invalid' };

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null;

const isPayload2 = (event: unknown): event is Payload2 =>
  isObject(event) &&
  event['version'] === '2.0' &&
  typeof event['rawPath'] === 'string' &&
  isObject(event['requestContext']) &&
  isObject(event['requestContext']['http']);

const isPayload1 = (event: unknown): event is Payload1 =>
  isObject(event) &&
  typeof event['httpMethod'] === 'string' &&
  typeof event['path'] === 'string' &&
  'multiValueHeaders' in event &&
  isObject(event['requestContext']);

function requestOf2(event: Payload2): InjectOptions {
  const { rawPath, rawQueryString = '', headers = {}, cookies = [], requestContext } = event;
  const { method, sourceIp } = requestContext.http;
  return {
    method: method,
    url: urlOf(rawPath, rawQueryString),
    headers: withoutLength({ ...headers, ...(cookies.length > 0 && { cookie: cookies.join('; ') }) }),
    ...(sourceIp !== undefined && { remoteAddress: sourceIp }),
    ...payloadOf(event),
  };
}

function requestOf1(event: Payload1): InjectOptions {
  const { sourceIp } = event.requestContext.identity ?? {};
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(event.multiValueQueryStringParameters ?? {})) {
    for (const value of values) query.append(name, value);
  }
  return {
    method: event.httpMethod,
    url: urlOf(event.path, query.toString()),
    headers: withoutLength({ ...event.multiValueHeaders }),
    ...(sourceIp !== undefined && { remoteAddress: sourceIp }),
    ...payloadOf(event),
  };
}

/** Some gateways decode the path; what cannot stand in a URL is encoded again. */
function urlOf(path: string, query: string): string {
  const encoded = path.replace(/[^\x21-\x7e]|[?#]/gu, encodeURIComponent);
  return query === '' ? encoded : `${encoded}?${query}`;
}

/** How long the body is follows from the body, which may have come in another coding than it was sent in. */
function withoutLength<Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> {
  const told = /^(content-length|transfer-encoding)$/i;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !told.test(name)));
}

function payloadOf({ body, isBase64Encoded }: Body): Pick<InjectOptions, 'payload'> {
  if (typeof body !== 'string' || body === '') return {};
  return { payload: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}
