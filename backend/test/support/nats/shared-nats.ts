import { after } from 'node:test';
import { type NatsServer, startNats } from './start-nats.ts';

let started: Promise<NatsServer> | undefined;

/** The server that all tests of a file share; it ends after the last of them. */
export const sharedNats = (): Promise<NatsServer> => (started ??= startNats());

after(async () => {
  await started?.then((server) => server.stop());
});
