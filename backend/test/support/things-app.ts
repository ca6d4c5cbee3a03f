import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { requestBody } from '../../src/service-kit/http-app.ts';
import { ProblemError } from '../../src/service-kit/problem.ts';
import { readJson } from '../../src/service-kit/strict-json.ts';
import { bareApp } from './bare-app.ts';

export const KIB = 1_024;
export const JSON_TYPE = { 'content-type': 'application/json' };

/** An application of the kit that serves things, refuses and breaks. */
export function thingsApp(t: TestContext): FastifyInstance {
  const built = bareApp({ bodyLimit: 64 * KIB, allowedHosts: ['box.example'], requestTimeout: 30_000 });
  built.get('/things', async () => ({ things: [] }));
  built.get('/things/:id', async ({ params }) => params);
  built.post('/things', async (request) => ({ read: readJson(requestBody(request)) }));
  built.get('/refused', async () => {
    throw new ProblemError('stale', 'Version 4 was expected.', { members: { event: { id: 'e' } } });
  });
  built.get('/broken', async () => {
    throw new Error('SELECT secret FROM users');
  });
  t.after(() => built.close());
  return built;
}

/** The problem that answers a request, with everything that each problem must have. */
export async function problemOf(t: TestContext, request: InjectOptions) {
  const answer = await thingsApp(t).inject({ headers: { host: 'localhost' }, ...request });
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  assert.equal(answer.headers['cache-control'], 'no-store');
  const body = answer.json<Record<string, unknown>>();
  assert.equal(body.status, answer.statusCode);
  assert.match(String(body.instance), /^urn:uuid:[\da-f-]{36}$/);
  assert.ok(!answer.body.includes('    at '));
  return {
    status: answer.statusCode,
    type: String(body.type).split(':').at(-1),
    body,
    headers: answer.headers,
  };
}
