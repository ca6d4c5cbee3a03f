import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../tools/root.ts';
import { configured } from './balancer.ts';

const template = readFileSync(path.join(root, 'deploy/haproxy.cfg'), 'utf8');
const balanced = {
  console: { bind: '127.0.0.1:9000', servers: ['127.0.0.1:9101', '127.0.0.1:9102', '127.0.0.1:9103'] },
  reports: { bind: '127.0.0.1:9001', servers: ['127.0.0.1:9111'] },
};

/** The lines that begin with one of the keywords that the starter sets. */
const addresses = (text: string) => text.split('\n').filter((line) => /^ +(bind|server) /.test(line));

describe('the configuration of the load balancer', () => {
  it('gets the addresses of the start, as many as there are', () => {
    assert.deepEqual(
      addresses(configured(template, balanced)).map((line) => line.trim()),
      [
        'bind 127.0.0.1:9000',
        'bind 127.0.0.1:9001',
        'server event-service-1 127.0.0.1:9101',
        'server event-service-2 127.0.0.1:9102',
        'server event-service-3 127.0.0.1:9103',
        'server database-service-1 127.0.0.1:9111',
      ],
    );
  });

  it('is the one for people in everything else', () => {
    const others = (text: string) => text.split('\n').filter((line) => !addresses(line).length);
    assert.deepEqual(others(configured(template, balanced)), others(template));
  });

  it('says when the file for people has lost a section', () => {
    const without = template.replace('\nbackend event_services', '\nbackend others');
    assert.throws(() => configured(without, balanced), /no server in "backend event_services"/);
  });
});
