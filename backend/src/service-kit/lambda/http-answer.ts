import type { LightMyRequestResponse } from 'fastify';
import { isHopByHop } from '../hop-by-hop.ts';
import type { PayloadVersion } from './http-event.ts';

/** What a function gives its gateway. */
export interface FunctionAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly cookies?: readonly string[];
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

/** What Lambda takes of an answer as JSON: 6 MB, less what we leave for the headers. */
const ANSWER_MOST = 6 * 1_024 * 1_024 - 32 * 1_024;
/** As a JSON string a text may become twice as long, because of the quotes in it; as base64 it grows by a third. */
const TEXT_MOST = ANSWER_MOST / 2;
/** What of an answer a gateway can give at all. */
export const BODY_MOST = Math.floor((ANSWER_MOST / 4) * 3);

const TEXT = /^(text\/|image\/svg|application\/([\w.+-]*json|javascript|x-ndjson|xml))/;

/** The answer in the form of the gateway's request. Texts go as they are, what is compressed or long as base64. */
export function answerOf(
  { statusCode, headers, rawPayload }: LightMyRequestResponse,
  version: PayloadVersion,
): FunctionAnswer {
  const isText = TEXT.test(String(headers['content-type'] ?? '')) && !headers['content-encoding'];
  const isBase64Encoded = rawPayload.length > 0 && !(isText && rawPayload.length <= TEXT_MOST);
  const lists = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || isHopByHop(name) ? [] : [[name, [value].flat().map(String)] as const],
  );
  return {
    statusCode,
    ...(version === '1.0' ? { multiValueHeaders: Object.fromEntries(lists) } : joined(lists)),
    body: rawPayload.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
}

/** Cookies are the only headers that must not be joined. */
function joined(lists: readonly (readonly [string, readonly string[]])[]) {
  const cookies = lists.find(([name]) => name === 'set-cookie')?.[1];
  const others = lists.filter(([name]) => name !== 'set-cookie');
  return {
    headers: Object.fromEntries(others.map(([name, values]) => [name, values.join(', ')])),
    ...(cookies && { cookies }),
  };
}
