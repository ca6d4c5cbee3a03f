import { answeredSoon } from '../message-broker/answered-soon.ts';
import { brokerSettings, brokerUrlSetting, createBroker } from '../message-broker/create-broker.ts';
import { BrokerRefusal } from '../message-broker/message-broker.ts';
import { ConfigurationError, readEnvironment, usage } from '../service-kit/environment.ts';
import { ABOUT, CommandError, type DeadLetterCommand, readCommand } from './command.ts';
import { runCommand } from './run-command.ts';

/** As sysexits.h has it: something is wrong with the configuration. */
const EX_CONFIG = 78;
/** Nobody waits before a screen, and a look at many large ones takes some seconds. */
const ANSWER_WITHIN_MS = 10_000;
const WRONG = [CommandError, ConfigurationError, BrokerRefusal];

const settings = { brokerUrl: brokerUrlSetting, ...brokerSettings };

/** At the broker itself, so that it works whatever has become of the broker ingest. */
async function run(command: DeadLetterCommand): Promise<void> {
  const { brokerUrl: address, ...names } = readEnvironment(settings, process.env);
  const broker = createBroker({
    address,
    settings: { ...names, topology: 'check' }, // who only looks makes nothing
    observer: { connected: () => undefined, lost: () => undefined, refused: () => undefined },
  });
  await broker.start();
  if (broker.trouble) throw new Error(`${broker.place} cannot be used: ${broker.trouble}`);
  await runCommand(
    command,
    (question) => answeredSoon(broker, question, ANSWER_WITHIN_MS),
    (text) => console.log(text),
  );
  await broker.close();
}

try {
  const command = readCommand(process.argv.slice(2));
  if (command) await run(command);
  else console.log(usage('dead-letters', ABOUT, settings));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  // A broker that does not answer does not say goodbye either.
  process.exit(WRONG.some((kind) => error instanceof kind) ? EX_CONFIG : 1);
}
