import type { FastifyInstance } from 'fastify';
import { PROBLEMS, problemType, type ProblemCode } from '@signalbox/contracts';
import { buildHttpApp, type HttpAppOptions } from '../../src/service-kit/http-app.ts';

/** An application of the kit that serves nothing yet, with the problems of the product. */
export const bareApp = (options: Partial<HttpAppOptions> = {}): FastifyInstance =>
  buildHttpApp({
    problems: { kinds: PROBLEMS, typeOf: (code) => problemType(code as ProblemCode) },
    logLevel: 'silent',
    ...options,
  });
