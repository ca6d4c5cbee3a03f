import { hostName } from './refuse-foreign.ts';

/** One environment variable: how it is named, explained and read. `read` throws a `WrongValue`. */
export interface Setting<Value> {
  readonly variable: string;
  readonly description: string;
  /** As text, just as it could be set; undefined where there is nothing by default. */
  readonly byDefault?: string | undefined;
  readonly read: (text: string) => Value;
  /** What of a wrong value may be told, where it may hold a secret. */
  readonly shown?: (text: string) => string;
}
export type SettingsSchema = Readonly<Record<string, Setting<unknown>>>;
export type Settings<Schema extends SettingsSchema> = {
  readonly [Name in keyof Schema]: Schema[Name] extends Setting<infer Value> ? Value : never;
};

/** Continues the sentence "NAME …". */
export class WrongValue extends Error {}
/** The configuration cannot be used; the message is for the person who set it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

const PREFIX = 'SIGNALBOX_';
type About = { readonly description: string; readonly byDefault?: string };

const setting = <Value>(
  variable: string,
  { description, byDefault }: About,
  read: (text: string) => Value,
): Setting<Value> => ({ variable: PREFIX + variable, description, byDefault, read });

export const textSetting = (variable: string, about: About): Setting<string> =>
  setting(variable, about, (text) => text);

export const wholeNumberSetting = (
  variable: string,
  about: About,
  [least, most]: readonly [number, number],
): Setting<number> =>
  setting(variable, about, (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new WrongValue(`must be a whole number from ${least} to ${most}`);
  });

/** Port 0 lets the system choose one. */
export const portSetting = (variable: string, about: About): Setting<number> =>
  wholeNumberSetting(variable, about, [0, 65_535]);

export const flagSetting = (variable: string, about: About): Setting<boolean> =>
  setting(variable, about, (text) => {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new WrongValue('must be true or false');
  });

export const choiceSetting = <Choice extends string>(
  variable: string,
  about: About,
  choices: readonly Choice[],
): Setting<Choice> =>
  setting(variable, about, (text) => {
    const chosen = choices.find((choice) => choice === text);
    if (chosen !== undefined) return chosen;
    throw new WrongValue(`must be one of ${choices.join(', ')}`);
  });

/** The address of an HTTP service, without a path. */
export const httpUrlSetting = (variable: string, about: About): Setting<string> =>
  setting(variable, about, (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const plain = url && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && !url.search;
    if (plain && !url.username) return url.origin;
    throw new WrongValue('must be an address such as http://127.0.0.1:8001');
  });

/** A setting that may be left out. */
export const optional = <Value>({ read, ...about }: Setting<Value>): Setting<Value | undefined> => ({
  ...about,
  byDefault: '',
  read: (text) => (text === '' ? undefined : read(text)),
});

/** Host names, separated by commas. */
export const hostListSetting = (variable: string, about: About): Setting<readonly string[]> =>
  setting(variable, about, (text) => {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    if (names.every((name) => hostName(name) === name.toLowerCase())) return names;
    throw new WrongValue('must be host names without ports, separated by commas');
  });

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** What every service that listens can be told. */
export const listeningSettings = {
  host: setting('HOST', { description: 'Address to listen on.', byDefault: '127.0.0.1' }, (text) => text),
  insecureNoSignIn: flagSetting('INSECURE_NO_SIGN_IN', {
    description: 'Allow a HOST that other machines can reach, although nobody has to sign in.',
    byDefault: 'false',
  }),
  allowedHosts: hostListSetting('ALLOWED_HOSTS', {
    description: 'Host names served besides localhost, 127.0.0.1 and [::1], separated by commas.',
    byDefault: '',
  }),
  logLevel: choiceSetting(
    'LOG_LEVEL',
    { description: `One of ${LOG_LEVELS.join(', ')}.`, byDefault: 'info' },
    LOG_LEVELS,
  ),
} as const;

const LOOPBACK = ['localhost', '::1'];
/** Without sign-in, whoever reaches the address may do everything: so nobody but this machine shall. */
export function refuseOpenDoors({
  host,
  insecureNoSignIn,
}: {
  host: string;
  insecureNoSignIn: boolean;
}): void {
  if (LOOPBACK.includes(host) || /^127(\.\d{1,3}){3}$/.test(host) || insecureNoSignIn) return;
  throw new ConfigurationError(
    `SIGNALBOX_HOST=${host} can be reached by other machines, and there is no sign-in: ` +
      'use 127.0.0.1, or set SIGNALBOX_INSECURE_NO_SIGN_IN=true if a proxy in front of it guards the door.',
  );
}

/** The settings of an environment, or one error that names every wrong value. An empty value counts as absent. */
export function readEnvironment<Schema extends SettingsSchema>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): Settings<Schema> {
  const settings: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [name, { variable, byDefault, read, shown = String }] of Object.entries(schema)) {
    const text = environment[variable] || byDefault;
    try {
      if (text === undefined) throw new WrongValue('is required');
      settings[name] = read(text);
    } catch (error) {
      if (!(error instanceof WrongValue)) throw error;
      wrong.push(`${variable} ${error.message}${text === undefined ? '' : `, not "${shown(text)}"`}.`);
    }
  }
  if (wrong.length > 0) throw new ConfigurationError(wrong.join(' '));
  return settings as Settings<Schema>;
}

/** Variables that are probably a slip of the pen: nearly one of ours. Others may be meant for other services. */
export function misspelled(
  schema: SettingsSchema,
  environment: Readonly<Record<string, string | undefined>>,
): { variable: string; meant: string }[] {
  const ours = Object.values(schema).map(({ variable }) => variable);
  return Object.keys(environment).flatMap((variable) => {
    if (!variable.startsWith(PREFIX) || ours.includes(variable)) return [];
    const meant = ours.find((one) => distance(one, variable) <= 2);
    return meant === undefined ? [] : [{ variable, meant }];
  });
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (char === other ? 0 : 1)),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Options of the command line that stand for a setting: `--check`. */
export type Shorthands = Readonly<Record<string, { readonly variable: string; readonly value: string }>>;

/** What `--help` prints. */
export function usage(
  name: string,
  about: string,
  schema: SettingsSchema,
  shorthands: Shorthands = {},
): string {
  const options = Object.entries(shorthands).map(
    ([option, { variable, value }]) => `  ${option}\n      ${variable}=${value}\n`,
  );
  const variables = Object.values(schema).map(({ variable, description, byDefault }) => {
    const fallback = byDefault ? ` (${byDefault})` : '';
    return `  ${variable}\n      ${description}${fallback}\n`;
  });
  return [
    `Usage: npm run ${name}${options.length > 0 ? ' -- [options]' : ''}\n`,
    `${about}\n`,
    ...(options.length > 0 ? [`Options:\n${options.join('')}`] : []),
    `Environment variables (and their defaults):\n${variables.join('')}`,
  ].join('\n');
}
