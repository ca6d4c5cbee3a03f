import { sharedRabbitmq } from '../../../test/support/rabbitmq/shared-rabbitmq.ts';
import { messageBrokerContract } from '../message-broker.contract.ts';

messageBrokerContract('RabbitMQ', async () => (await sharedRabbitmq()).url);
