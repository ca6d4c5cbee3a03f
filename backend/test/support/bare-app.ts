import type { FastifyInstance } from 'fastify';
import { PROBLEM_TABLE } from '@signalbox/contracts';
import { buildHttpApp, type HttpAppOptions } from '../../src/service-kit/http-app.ts';

/** An application of the kit that serves nothing yet, with the problems of the product. */
export const bareApp = (options: Partial<HttpAppOptions> = {}): FastifyInstance =>
  buildHttpApp({
    problems: PROBLEM_TABLE,
    logLevel: 'silent',
    ...options,
  });

/** The problems of the product, for tests of the kit. */
export { PROBLEM_TABLE };
