import { type BrokerOptions, brokerSettings } from '../../src/message-broker/create-broker.ts';
import { readEnvironment } from '../../src/service-kit/environment.ts';

/** What everything is called at a broker of the tests. */
export type BrokerNames = BrokerOptions['settings'];

/** Where nobody names anything. */
export const DEFAULT_NAMES: BrokerNames = readEnvironment(brokerSettings, {});

/** As environment of a process: the same names that a test has. */
export const namesAsEnvironment = (names: BrokerNames): Record<string, string> =>
  Object.fromEntries(
    Object.entries(brokerSettings).map(([name, { variable }]) => [
      variable,
      String(names[name as keyof BrokerNames]),
    ]),
  );
