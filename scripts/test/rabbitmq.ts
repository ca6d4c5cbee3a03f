import { findOrInstall, type Program } from './debian-package.ts';

/** The applications of Erlang that RabbitMQ starts, and those that these need; 32 MB with RabbitMQ itself. */
const erlang = [
  'erlang-base',
  'erlang-asn1',
  'erlang-crypto',
  'erlang-inets',
  'erlang-mnesia',
  'erlang-os-mon',
  'erlang-public-key',
  'erlang-ssl',
  'erlang-syntax-tools',
  'erlang-tools',
  'erlang-xmerl',
];

const program: Program = {
  packages: ['rabbitmq-server', ...erlang],
  isServer: true,
  variable: 'TEST_RABBITMQ',
  // Not the one in PATH: on Debian and Red Hat that is a wrapper, which changes to an account of RabbitMQ's own.
  places: () => [
    '/usr/lib/rabbitmq/bin/rabbitmq-server',
    '/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server',
    '/usr/local/opt/rabbitmq/sbin/rabbitmq-server',
  ],
  advice:
    'No RabbitMQ was found for the tests of brokers. Install it (apt-get install rabbitmq-server, brew install rabbitmq), ' +
    'or name its own rabbitmq-server, among its other programs, in TEST_RABBITMQ.',
};

/** The program `rabbitmq-server`, where RabbitMQ keeps its own. */
export const findOrInstallRabbitmq = (): Promise<string> => findOrInstall(program);
