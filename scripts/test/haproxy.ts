import { findOrInstall, inPath, type Program } from './debian-package.ts';

const program: Program = {
  packages: ['haproxy'],
  isServer: true,
  variable: 'TEST_HAPROXY',
  places: () => inPath('haproxy'),
  advice:
    'No HAProxy was found for the tests of replicas. Install it (apt-get install haproxy, brew install haproxy), ' +
    'or name it in TEST_HAPROXY.',
};

/** The load balancer in front of replicas. */
export const findOrInstallHaproxy = (): Promise<string> => findOrInstall(program);
