/**
 * What the web framework can do at most: a route that reads and checks a report as the product does, and answers the
 * same body, without keeping anything.
 */
import { randomUUIDv7 } from 'node:crypto';
import fastify from 'fastify';
import { readReport } from '../../src/database-service/read-report.ts';
import { SYSTEM_CONTEXT } from '../../src/database-service/system-context.ts';
import { readJson } from '../../src/service-kit/strict-json.ts';

const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
  done(null, body),
);
const defaults = { source: 'local', ...SYSTEM_CONTEXT };
let seq = 0;
app.post('/v1/reports', async (request, reply) => {
  const { blames } = readReport(readJson(request.body as Buffer), '#', defaults);
  if (blames) return reply.code(422).send({ blames });
  seq += 1;
  return {
    receipts: [{ index: 0, result: 'created', id: randomUUIDv7(), seq, version: 1 }],
    counts: { created: 1, updated: 0, repeated: 0, late: 0, duplicate: 0, rejected: 0 },
  };
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`listening on ${address}\n`);
