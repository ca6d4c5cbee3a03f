import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions } from './options.ts';

const read = (line: string, env: NodeJS.ProcessEnv = {}) => readOptions(line ? line.split(' ') : [], env);

const WRONG: Readonly<Record<string, string>> = {
  '--scenario rain':
    '--scenario is one of steady, storm, flapping, late-and-duplicate, recovery-wave, and not "rain".',
  '--rate 0': '--rate is a number of reports a second, at most 100000, and not "0".',
  '--rate fast': '--rate is a number of reports a second, at most 100000, and not "fast".',
  '--seed -1': "Option '--seed' argument is ambiguous. --help lists the options.",
  '--seed 1.5': '--seed is a whole number from 0 to 4294967295, and not "1.5".',
  '--events 0': '--events is a whole number from 1 to 100000000, and not "0".',
  '--batch 10001': '--batch is a whole number from 1 to 10000, and not "10001".',
  '--duration 5': '--duration is a time such as 30s, 5m, 2h or 7d, and not "5".',
  '--url ftp://x': '--url gives an address such as http://127.0.0.1:8001, and not "ftp://x".',
  '--run a/b': '--run is a name of 1 to 32 letters and digits, and not "a/b".',
  '--verify': '--verify needs an end: give --events or --duration too.',
  '--over 3d': '--over goes with --backfill only.',
  '--backfill 10 --rate 5': '--rate does not go with --backfill.',
  '--nonsense': "Unknown option '--nonsense'. --help lists the options.",
};

describe('the options of the simulator', () => {
  for (const [line, sentence] of Object.entries(WRONG)) {
    it(`says what is wrong with: ${line}`, () => {
      assert.throws(() => read(line), { name: 'OptionsError', message: sentence });
    });
  }

  it('plays an ordinary day by default', () => {
    const { scenario, rate, batch, url, verify, events } = read('') ?? {};
    assert.deepEqual(
      { scenario, rate, batch, url, verify, events },
      {
        scenario: 'steady',
        rate: 2,
        batch: 1,
        url: 'http://127.0.0.1:8001',
        verify: false,
        events: undefined,
      },
    );
  });

  it('sends a twentieth of the rate at most in one request', () => {
    assert.equal(read('--rate 4000')?.batch, 200);
    assert.equal(read('--rate 4000 --batch 7')?.batch, 7);
  });

  it('finds the service by the settings of the others', () => {
    assert.equal(read('', { SIGNALBOX_DATABASE_SERVICE_PORT: '9001' })?.url, 'http://127.0.0.1:9001');
    assert.equal(read('', { SIGNALBOX_DATABASE_SERVICE_URL: 'http://db:8001' })?.url, 'http://db:8001');
    assert.equal(
      read('--url http://x:1', { SIGNALBOX_DATABASE_SERVICE_URL: 'http://db:8001' })?.url,
      'http://x:1',
    );
    assert.throws(
      () => read('', { SIGNALBOX_DATABASE_SERVICE_URL: 'db' }),
      /^OptionsError: SIGNALBOX_DATABASE_SERVICE_URL /,
    );
  });

  it('gives each run a name and a seed of its own, and takes those that are given', () => {
    assert.notEqual(read('')?.run, read('')?.run);
    const { run, seed } = read('--run monday --seed 7') ?? {};
    assert.deepEqual({ run, seed }, { run: 'monday', seed: 7 });
  });

  it('fills a week by default', () => {
    assert.deepEqual(read('--backfill 1000')?.backfill, { events: 1_000, overMs: 7 * 86_400_000 });
  });

  it('gives nothing when help is asked for', () => {
    assert.equal(read('--help'), undefined);
  });
});
