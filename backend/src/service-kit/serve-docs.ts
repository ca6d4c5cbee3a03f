import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isHopByHop } from './hop-by-hop.ts';

type Document = Readonly<Record<string, unknown>>;
/** Serves a description of the API for people to read, at `/docs`. */
export type ServeDocs = (app: FastifyInstance, document: () => Document) => void;

/** Swagger UI writes style attributes while it runs; its scripts are files. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NAMEPLATE = {
  type: 'image/svg+xml',
  content: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 30">
      <rect width="150" height="30" rx="3" fill="#1c4f8c"/>
      <rect x="2.5" y="2.5" width="145" height="25" rx="2" fill="none" stroke="#fff" stroke-opacity=".78"/>
      <text x="75" y="20.5" fill="#fff" font-family="sans-serif" font-size="15" font-weight="700"
        letter-spacing="2.2" text-anchor="middle">SIGNALBOX</text>
    </svg>`,
  ),
};

/**
 * What shows the document is loaded when somebody first looks: with the document, it would make a start a third dearer. It is an
 * application of its own, as one that listens takes no more plugins.
 */
export const serveDocs: ServeDocs = (app, document) => {
  let pages: Promise<FastifyInstance> | undefined;
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    pages ??= buildPages(document());
    const page = await (await pages).inject({ url: request.url, headers: request.headers });
    if (page.statusCode === 404) return reply.callNotFound();
    const headers = Object.entries(page.headers).filter(([name]) => !isHopByHop(name));
    return reply.code(page.statusCode).headers(Object.fromEntries(headers)).send(page.rawPayload);
  };
  app.get('/docs', show);
  app.get('/docs/*', show);
};

async function buildPages(document: Document): Promise<FastifyInstance> {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui'),
  ]);
  const pages = fastify();
  await pages.register(swagger, { mode: 'static', specification: { document: document as never } });
  await pages.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY, logo: NAMEPLATE });
  return pages;
}
