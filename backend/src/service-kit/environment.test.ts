import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ConfigurationError,
  flagSetting,
  httpUrlSetting,
  listeningSettings,
  misspelled,
  portSetting,
  readEnvironment,
  refuseOpenDoors,
  textSetting,
  usage,
} from './environment.ts';

const schema = {
  port: portSetting('PORT', { description: 'Port.', byDefault: '8001' }),
  url: httpUrlSetting('URL', { description: 'Where.', byDefault: 'http://127.0.0.1:8001' }),
  insecure: flagSetting('INSECURE', { description: 'Whether.', byDefault: 'false' }),
};

const messageOf = (environment: Record<string, string>): string => {
  try {
    readEnvironment({ ...schema, name: textSetting('NAME', { description: 'Who.' }) }, environment);
    return '';
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  }
};

describe('environment', () => {
  it('takes defaults where nothing is set, or the empty text', () => {
    assert.deepEqual(readEnvironment(schema, { SIGNALBOX_PORT: '' }), {
      port: 8001,
      url: 'http://127.0.0.1:8001',
      insecure: false,
    });
  });

  it('names every wrong value in one message', () => {
    assert.equal(
      messageOf({ SIGNALBOX_PORT: '80801', SIGNALBOX_URL: 'ftp://x', SIGNALBOX_INSECURE: 'yes' }),
      'SIGNALBOX_PORT must be a whole number from 0 to 65535, not "80801". ' +
        'SIGNALBOX_URL must be an address such as http://127.0.0.1:8001, not "ftp://x". ' +
        'SIGNALBOX_INSECURE must be true or false, not "yes". SIGNALBOX_NAME is required.',
    );
  });

  for (const port of ['-1', '1.5', '0x50', ' 80', 'eighty']) {
    it(`refuses port "${port}"`, () => {
      assert.match(messageOf({ SIGNALBOX_PORT: port }), /SIGNALBOX_PORT must be a whole number/);
    });
  }

  it('tells a slip of the pen from the variable of another service', () => {
    const environment = { SIGNALBOX_PROT: '1', SIGNALBOX_DATABASE_URL: 'x', PORT: '1' };
    assert.deepEqual(misspelled(schema, environment), [
      { variable: 'SIGNALBOX_PROT', meant: 'SIGNALBOX_PORT' },
    ]);
  });

  it('reads host names', () => {
    const { allowedHosts } = readEnvironment(listeningSettings, {
      SIGNALBOX_ALLOWED_HOSTS: 'box.example, b',
    });
    assert.deepEqual(allowedHosts, ['box.example', 'b']);
    assert.throws(
      () => readEnvironment(listeningSettings, { SIGNALBOX_ALLOWED_HOSTS: 'http://box' }),
      /host names without ports/,
    );
  });

  it('opens no door without being told so', () => {
    for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) {
      refuseOpenDoors({ host, insecureNoSignIn: false });
    }
    refuseOpenDoors({ host: '0.0.0.0', insecureNoSignIn: true });
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'box.example']) {
      assert.throws(() => refuseOpenDoors({ host, insecureNoSignIn: false }), /there is no sign-in/);
    }
  });

  it('lists every variable with its default', () => {
    assert.match(usage('x', 'Does x.', schema), /SIGNALBOX_PORT\n {6}Port\. \(8001\)/);
  });
});
