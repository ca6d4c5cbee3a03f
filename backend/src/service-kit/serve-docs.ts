import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** Serves a description of the API for people to read, at `/docs`. */
export type ServeDocs = (app: FastifyInstance, document: Readonly<Record<string, unknown>>) => Promise<void>;

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

export const serveDocs: ServeDocs = async (app, document) => {
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: DOCS_POLICY, logo: NAMEPLATE });
};
