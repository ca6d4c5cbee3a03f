import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptedCoding } from '../../service-kit/accept-encoding.ts';
import { type ConsoleFile, ConsoleFiles } from '../console-files.ts';

/** A place within the console, such as `/` or `/events/019aa3f2`: plain names, so that nothing odd is called a page. */
const PLACE = /^\/(?!(?:api|v1|docs|livez|readyz|metrics)(?:\/|$))(?:[\w~-]+\/?)*$/;

/** The built console. Its files are known by name; every other place within it is its page. */
export function serveConsole(
  app: FastifyInstance,
  folder: string,
  { compressesAhead = true }: { readonly compressesAhead?: boolean } = {},
): void {
  const files = new ConsoleFiles(folder);
  if (compressesAhead) void files.compressAll(); // so that nobody waits for it

  app.get('/*', async (request, reply) => {
    const urlPath = request.url.split('?', 1)[0] ?? '/';
    const file = await files.find(urlPath);
    if (file) return sendFile(request, reply, file);
    const wantsPage = urlPath === '/index.html' || (PLACE.test(urlPath) && acceptsHtml(request));
    return wantsPage ? sendPage(reply, files) : reply.callNotFound();
  });
}

const acceptsHtml = ({ headers: { accept } }: FastifyRequest): boolean =>
  accept === undefined || /text\/html|\*\/\*/.test(accept);

async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: ConsoleFile,
): Promise<FastifyReply> {
  const coding = file.compressed && acceptedCoding(request.headers['accept-encoding'], ['br', 'gzip']);
  void reply
    .type(file.type)
    .header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (file.compressed) void reply.header('vary', 'accept-encoding');
  if (coding) void reply.header('content-encoding', coding);
  return reply.send((coding && (await file.compressed?.(coding))) ?? file.bytes);
}

async function sendPage(reply: FastifyReply, files: ConsoleFiles): Promise<FastifyReply> {
  const page = await files.page();
  void reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
  if (!page) return reply.code(503).header('retry-after', '5').send(NOT_BUILT);
  return reply.header('content-security-policy', policy(page.nonce)).send(page.html);
}

/** Angular adds the styles of components while it runs, and marks them with the nonce of the page. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types angular',
  ].join('; ');

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Signalbox</title></head>
  <body>
    <h1>The console is not built yet</h1>
    <p>Run <code>npm run build</code>, or <code>npm start</code>, which builds it; then load this page again.</p>
    <p>The API is there: see <a href="/docs">/docs</a>.</p>
  </body>
</html>
`;
