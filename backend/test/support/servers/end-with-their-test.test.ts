import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../eventually.ts';
import { killTest } from './killed-test.ts';

const BROKERS = [
  { program: 'nats/start-nats.ts', start: 'startNats', folder: String.raw`Store Directory: "(.+?)\/data` },
  { program: 'rabbitmq/start-rabbitmq.ts', start: 'startRabbitmq', folder: 'home dir +: (.+)' },
];

describe('a broker of a test', { concurrency: true }, () => {
  for (const { program, start, folder } of BROKERS) {
    it(`is not left behind when the test that called ${start} is killed`, async () => {
      const theirs = await killTest(`
        import { ${start} } from ${JSON.stringify(path.join(import.meta.dirname, '..', program))};
        const server = await ${start}();
        console.log(new RegExp(${JSON.stringify(folder)}).exec(await server.log())[1]);
        setInterval(() => {}, 1000);`);
      assert.ok(path.isAbsolute(theirs));
      await eventually(() => assert.ok(!existsSync(theirs)));
    });
  }
});
