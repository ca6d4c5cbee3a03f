import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { ProblemError } from './problem.ts';
import type { ServeDocs } from './serve-docs.ts';

export interface AboutItself {
  /** Writes the OpenAPI document, when somebody first asks for it. */
  readonly document: () => Readonly<Record<string, unknown>>;
  readonly metrics: Registry;
  /** What keeps it from doing its work, in words; undefined when nothing does. */
  readonly missing?: () => string | undefined | Promise<string | undefined>;
  /** Serves the document for people to read, at `/docs`; absent where the files that this takes are not brought along. */
  readonly docs?: ServeDocs | undefined;
}

/** `/livez` `/readyz` `/metrics` `/openapi.json`, and mostly `/docs` */
export function serveSelf(app: FastifyInstance, { document, metrics, missing, docs }: AboutItself): void {
  let written: ReturnType<typeof document> | undefined;
  const described = () => (written ??= document());
  let closing = false;
  app.addHook('preClose', async () => void (closing = true));

  app.get('/livez', async () => ({ status: 'ok' }));
  app.get('/readyz', async () => {
    const what = closing ? 'It is closing.' : await missing?.();
    if (what !== undefined) throw new ProblemError('unavailable', what);
    return { status: 'ok' };
  });
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  app.get('/openapi.json', async () => described());
  docs?.(app, described);
}
