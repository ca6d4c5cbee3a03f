import { findOrInstallHaproxy } from './haproxy.ts';
import { findOrInstallNats } from './nats.ts';
import { findOrInstallPostgresql } from './postgresql.ts';
import { findOrInstallRabbitmq } from './rabbitmq.ts';
import { checks, consoleBuild, consoleTests, endToEndTests, nodeTests, type Runner } from './runners.ts';

export interface Stage {
  name: string;
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

/** In this order: what is quickest to tell a mistake comes first, and the journeys start the product with its console. `--only` takes the first word of a name. */
export const stages: Stage[] = [
  { name: 'check', run: checks },
  { name: 'scripts', run: nodeTests('scripts', 'scripts/**/*.test.ts') },
  { name: 'contracts', run: nodeTests('contracts', 'contracts/src/**/*.test.ts') },
  { name: 'backend units', run: withServers(nodeTests('backend-units', 'backend/src/**/*.test.ts')) },
  { name: 'console units', run: consoleTests },
  { name: 'console build', run: consoleBuild },
  { name: 'backend journeys', run: withServers(nodeTests('backend-journeys', 'backend/test/**/*.test.ts')) },
  { name: 'e2e', run: endToEndTests },
];

const group = ({ name }: Stage) => name.split(' ')[0] ?? name;

export const groups = [...new Set(stages.map(group))];

export const stagesOf = (wanted: string[]) =>
  wanted.length === 0 ? stages : stages.filter((stage) => wanted.includes(group(stage)));
