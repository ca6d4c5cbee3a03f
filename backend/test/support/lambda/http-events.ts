/** A request as whoever sends it has it. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  /** As it stands in the address: `q=a%2Cb&state=open`. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The host under which a gateway is reached. */
export const GATEWAY_HOST = 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com';
export const FUNCTION_URL_HOST = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws';

/** Gateways send text as it is, and what may not be text as base64. */
function bodyOf({ body }: Asked) {
  if (body === undefined) return { isBase64Encoded: false };
  return Buffer.isBuffer(body)
    ? { body: body.toString('base64'), isBase64Encoded: true }
    : { body, isBase64Encoded: false };
}

const TIME = { time: '22/Nov/2026:03:17:42 +0000', timeEpoch: 1_795_317_462_000 };

/** As HTTP APIs send it (payload 2.0), after the example in the developer guide. */
export function httpApiEvent(asked: Asked, host = GATEWAY_HOST) {
  const { method = 'GET', path, query = '', headers = {} } = asked;
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: { host, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', ...headers },
    // The same again, joined by commas: nobody can tell a comma in a value from one between two of them.
    ...(query !== '' && { queryStringParameters: joined(query) }),
    requestContext: {
      accountId: '123456789012',
      apiId: host.split('.')[0],
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      ...TIME,
    },
    ...bodyOf(asked),
  };
}

/** As function URLs send it: payload 2.0 too. */
export const functionUrlEvent = (asked: Asked) => httpApiEvent(asked, FUNCTION_URL_HOST);

/** As REST APIs send it (payload 1.0), with binary media types set to all. */
export function restApiEvent(asked: Asked) {
  const { method = 'GET', path, query = '' } = asked;
  const headers: Record<string, string> = { Host: GATEWAY_HOST, ...asked.headers };
  const lists = listed(query);
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters:
      lists && Object.fromEntries(Object.entries(lists).map(([name, all]) => [name, all.at(-1)])),
    multiValueQueryStringParameters: lists,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      resourcePath: '/{proxy+}',
      httpMethod: method,
      path: `/live${path}`,
      stage: 'live',
      domainName: GATEWAY_HOST,
      identity: { sourceIp: '203.0.113.7', userAgent: 'curl/8.5.0' },
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    },
    body: null,
    ...bodyOf(asked),
  };
}

function listed(query: string): Record<string, string[]> | null {
  if (query === '') return null;
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

const joined = (query: string) =>
  Object.fromEntries(Object.entries(listed(query) ?? {}).map(([name, values]) => [name, values.join(',')]));

export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: <Body>() => Body;
}

/** What a gateway makes of the answer of a function, in either version. */
export function gatewayAnswer(answer: unknown): GatewayAnswer {
  const given = answer as {
    statusCode: number;
    headers?: Record<string, string>;
    multiValueHeaders?: Record<string, string[]>;
    body: string;
    isBase64Encoded: boolean;
  };
  const bytes = Buffer.from(given.body, given.isBase64Encoded ? 'base64' : 'utf8');
  const lists = Object.entries(given.multiValueHeaders ?? {}).map(([name, all]) => [name, all.join(', ')]);
  const text = bytes.toString();
  return {
    status: given.statusCode,
    headers: { ...given.headers, ...(Object.fromEntries(lists) as Record<string, string>) },
    bytes,
    text,
    json: <Body>() => JSON.parse(text) as Body,
  };
}
