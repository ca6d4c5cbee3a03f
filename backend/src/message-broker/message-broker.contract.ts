import { describe } from 'node:test';
import type { BrokerUrl } from './contract/broker-world.ts';
import { deadLettersContract } from './contract/dead-letters.contract.ts';
import { messagesContract } from './contract/messages.contract.ts';
import { refusalsContract } from './contract/refusals.contract.ts';

/** The promises of MessageBroker, which every adapter keeps. */
export function messageBrokerContract(kind: string, url: BrokerUrl): void {
  describe(`The message broker ${kind}`, { concurrency: true }, () => {
    messagesContract(url);
    deadLettersContract(url);
    refusalsContract(url);
  });
}
