import { findOrInstallHaproxy } from './haproxy.ts';
import { findOrInstallNats } from './nats.ts';
import { findOrInstallPostgresql } from './postgresql.ts';
import { findOrInstallRabbitmq } from './rabbitmq.ts';
import { checks, consoleBuild, consoleTests, endToEndTests, nodeTests, type Runner } from './runners.ts';

export interface Stage {
  name: string;
  /** The stage of another lane that it waits for, where that runs too. */
  after?: string;
  run: Runner;
}

/** Test files run side by side, and shall find what they need instead of installing it all at once. */
const withServers =
  (run: Runner): Runner =>
  async () => {
    await findOrInstallPostgresql();
    await findOrInstallHaproxy();
    await findOrInstallRabbitmq();
    await findOrInstallNats();
    return run();
  };

/**
 * Lanes run side by side, and the stages of a lane one after the other. One lane computes, and the other waits for servers more
 * than for a core, so that two cores have work all the time. `--only` takes the first word of a name.
 */
export const lanes: Stage[][] = [
  [
    { name: 'check', run: checks },
    { name: 'console build', run: consoleBuild },
    { name: 'console units', run: consoleTests },
    { name: 'e2e', run: endToEndTests },
  ],
  [
    { name: 'scripts', run: nodeTests('scripts', 'scripts/**/*.test.ts') },
    { name: 'contracts', run: nodeTests('contracts', 'contracts/src/**/*.test.ts') },
    { name: 'backend units', run: withServers(nodeTests('backend-units', 'backend/src/**/*.test.ts')) },
    {
      name: 'backend journeys',
      // They start the product with its console, and would build it themselves while the other lane does.
      after: 'console build',
      run: withServers(nodeTests('backend-journeys', 'backend/test/**/*.test.ts')),
    },
  ],
];

const group = ({ name }: Stage) => name.split(' ')[0] ?? name;

export const groups = [...new Set(lanes.flat().map(group))];

export const lanesOf = (wanted: string[]): Stage[][] =>
  wanted.length === 0 ? lanes : lanes.map((lane) => lane.filter((stage) => wanted.includes(group(stage))));
