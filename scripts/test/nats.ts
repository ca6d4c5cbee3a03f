import { findOrInstall, inPath, type Program } from './debian-package.ts';

const program: Program = {
  packages: ['nats-server'], // 4 MB
  isServer: true,
  variable: 'TEST_NATS',
  places: () => inPath('nats-server'),
  advice:
    'No NATS server was found for the tests of brokers. Install it (apt-get install nats-server, brew install nats-server), ' +
    'or name it in TEST_NATS.',
};

/** The program `nats-server`. */
export const findOrInstallNats = (): Promise<string> => findOrInstall(program);
