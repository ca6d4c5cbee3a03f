import { after } from 'node:test';
import { startRabbitmq } from './start-rabbitmq.ts';
import type { RabbitmqServer } from './start-node.ts';

let started: Promise<RabbitmqServer> | undefined;

/** The server that all tests of a file share; it ends after the last of them. */
export const sharedRabbitmq = (): Promise<RabbitmqServer> => (started ??= startRabbitmq());

after(async () => {
  await started?.then((server) => server.stop());
});
