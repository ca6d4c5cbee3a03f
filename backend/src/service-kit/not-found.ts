import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.ts';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** `/v1/events/:id/journal` as an expression over paths. Routes that catch everything are no knowledge. */
const asPattern = (route: string): RegExp =>
  new RegExp(`^${route.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);

/** Fastify says 404 where only the method is wrong: this remembers the paths, and says 405 with what is allowed. */
export function answerUnknownRoutes(app: FastifyInstance): void {
  const known = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    const path = known.get(url) ?? { pattern: asPattern(url), methods: new Set<string>(['OPTIONS']) };
    for (const one of [method].flat()) path.methods.add(one);
    known.set(url, path);
  });

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = [...known.values()]
      .filter(({ pattern }) => pattern.test(path))
      .flatMap((one) => [...one.methods]);
    if (methods.length === 0) throw new ProblemError('not-found', 'There is nothing at this address.');
    const allow = [...new Set(methods)].sort().join(', ');
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
    throw new ProblemError('method-not-allowed', `This address takes ${allow}.`, { headers: { allow } });
  });
}
