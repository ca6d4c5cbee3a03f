import { parseBrokerUrl } from '../../src/message-broker/broker-url.ts';
import { type BrokerOptions, createBroker } from '../../src/message-broker/create-broker.ts';
import type { MessageBroker } from '../../src/message-broker/message-broker.ts';
import { DEFAULT_NAMES } from './broker-names.ts';

const unheard = { connected: () => undefined, lost: () => undefined, refused: () => undefined };

/** The broker at an address, before its start. Unless told otherwise by the names that it has by default, and nobody hears of its line. */
export function brokerAt(url: string, options: Partial<Omit<BrokerOptions, 'address'>> = {}): MessageBroker {
  const address = parseBrokerUrl(url);
  if (!address) throw new Error(`${url} is no address of a broker`);
  return createBroker({ settings: DEFAULT_NAMES, observer: unheard, ...options, address });
}
