import { sharedNats } from '../../../test/support/nats/shared-nats.ts';
import { messageBrokerContract } from '../message-broker.contract.ts';

messageBrokerContract('NATS', async () => (await sharedNats()).url);
