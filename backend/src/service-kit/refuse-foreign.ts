import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** `Example.org:8000` gives `example.org`; undefined for what is no host. */
export function hostName(authority: string): string | undefined {
  const match = /^(\[[\da-f:.]+\]|[^\s:@/\\?#[\]]+)(?::\d{1,5})?$/i.exec(authority);
  return match?.[1]?.toLowerCase().replace(/\.$/, '');
}

/**
 * Whether the request names a host that is served here. A page of another site may point its own name at our address
 * (DNS rebinding), and would then count as the same origin.
 */
export function hostCheck(allowedHosts: readonly string[]) {
  const allowed = new Set([...LOOPBACK, ...allowedHosts].map((host) => hostName(host) ?? host));
  return ({ raw: { headers, rawHeaders } }: FastifyRequest): void => {
    const { host } = headers;
    // Of two, whoever stands before us may have looked at the other one.
    if (host === undefined || hostHeaders(rawHeaders) > 1) {
      throw new ProblemError('bad-request', 'A request has one Host header.', {
        errors: [{ header: 'Host', detail: 'is required, once' }],
      });
    }
    const name = hostName(host);
    if (name !== undefined && allowed.has(name)) return;
    throw new ProblemError('misdirected', 'The Host header names a host that is not served here.', {
      errors: [{ header: 'Host', detail: `must be ${[...allowed].join(', ')}; see SIGNALBOX_ALLOWED_HOSTS` }],
    });
  };
}

function hostHeaders(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

/**
 * Refuses what a browser sends for another site. Programs send neither header and pass. `Sec-Fetch-Site` decides where
 * it exists, because a development proxy changes the origin and not the site.
 */
export function refuseCrossSiteWrites(request: FastifyRequest): void {
  if (SAFE_METHODS.includes(request.method)) return;
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOurs =
    site === undefined
      ? origin === undefined || originHost(origin) === host
      : ['same-origin', 'none'].includes(String(site));
  if (isOurs) return;
  throw new ProblemError('cross-site', 'Only pages of this very site may write.', {
    errors: [
      { header: site === undefined ? 'Origin' : 'Sec-Fetch-Site', detail: 'must be of the same origin' },
    ],
  });
}

const originHost = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
