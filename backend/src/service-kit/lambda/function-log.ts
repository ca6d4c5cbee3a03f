import { LOG_LEVELS } from '../environment.ts';

export interface FunctionLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** As the apps count them. */
const NUMBERS = { warn: 40, error: 50 } as const;

/** One JSON line each, as the apps write them, for a function that is no app. */
export function functionLog(level: (typeof LOG_LEVELS)[number]): FunctionLog {
  const writer = (name: keyof typeof NUMBERS) => (details: object, msg: string) => {
    if (level === 'silent' || LOG_LEVELS.indexOf(name) > LOG_LEVELS.indexOf(level)) return;
    const line = { level: NUMBERS[name], time: Date.now(), ...details, msg };
    process.stderr.write(`${JSON.stringify(line, describeErrors)}\n`);
  };
  return { warn: writer('warn'), error: writer('error') };
}

const describeErrors = (_name: string, value: unknown): unknown =>
  value instanceof Error ? { type: value.name, message: value.message, stack: value.stack } : value;
