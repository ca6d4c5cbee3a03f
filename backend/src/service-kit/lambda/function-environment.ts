import { misspelled, readEnvironment, type Settings, type SettingsSchema } from '../environment.ts';
import type { FunctionLog } from './function-log.ts';

/** The settings of a function. A wrong one fails its start with a sentence that names it; a slip of the pen is told. */
export function readFunctionEnvironment<Schema extends SettingsSchema>(
  schema: Schema,
  log: Pick<FunctionLog, 'warn'>,
): Settings<Schema> {
  for (const { variable, meant } of misspelled(schema, process.env)) {
    log.warn({}, `${variable} is not known; ${meant} may be meant.`);
  }
  return readEnvironment(schema, process.env);
}
