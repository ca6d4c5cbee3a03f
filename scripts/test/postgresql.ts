import { findOrInstall, type Program } from './debian-package.ts';

const program: Program = {
  packages: ['postgresql-15'],
  isServer: true,
  variable: 'TEST_POSTGRES_15',
  places: () => [
    '/usr/lib/postgresql/15/bin', // Debian
    '/usr/pgsql-15/bin', // Red Hat
    '/opt/homebrew/opt/postgresql@15/bin',
    '/usr/local/opt/postgresql@15/bin',
  ],
  advice:
    'No PostgreSQL 15 was found for the tests. Install it (apt-get install postgresql-15), or name the folder of ' +
    'its programs in TEST_POSTGRES_15.',
};

/** The folder with initdb and postgres of version 15. */
export const findOrInstallPostgresql = (): Promise<string> => findOrInstall(program);
