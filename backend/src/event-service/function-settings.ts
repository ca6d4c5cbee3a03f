import { choiceSetting, httpUrlSetting, textSetting, type Setting } from '../service-kit/environment.ts';
import { SIGNED_FOR } from '../service-kit/lambda/sign-with-role.ts';
import { eventServiceSettings } from './config.ts';

/** Lambda sets it; whoever runs the bundle elsewhere and signs nothing needs none. */
const region: Setting<string> = {
  variable: 'AWS_REGION',
  description: 'Set by Lambda.',
  byDefault: 'us-east-1',
  read: (text) => text,
};

/** What the function of the event service can be told. */
export const eventFunctionSettings = {
  databaseServiceUrl: httpUrlSetting('DATABASE_SERVICE_URL', {
    description: 'Where the database service is.',
  }),
  signFor: choiceSetting(
    'SIGN_CALLS_FOR',
    {
      description:
        'Sign calls to the database service with the role of this function: for execute-api (API Gateway), lambda (function URL) or nobody.',
      byDefault: 'nobody',
    },
    ['nobody', ...SIGNED_FOR],
  ),
  consoleFolder: textSetting('CONSOLE_FOLDER', {
    description: 'Folder of the built console, from where the bundle is.',
    byDefault: 'console',
  }),
  region,
  allowedHosts: eventServiceSettings.allowedHosts,
  logLevel: eventServiceSettings.logLevel,
} as const;
