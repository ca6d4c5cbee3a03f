import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { validate } from 'dockerfile-utils';
import {
  dockerfileText,
  environmentOf,
  last,
  propertiesOf,
  readStages,
  root,
  stepsOf,
} from '../support/containers/dockerfile.ts';
import { readIgnoredFiles } from '../support/containers/ignored-files.ts';
import { isService, PARTS, takes } from '../support/containers/known-settings.ts';

const stages = readStages(dockerfileText());
const all = stages.flatMap(({ steps }) => steps);
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const { version, workspaces, scripts } = JSON.parse(read('package.json')) as {
  version: string;
  workspaces: string[];
  scripts: Record<string, string>;
};
/** What only a deployment can say. */
const said = (part: string): Record<string, string> => ({
  ...(isService(part) && { SIGNALBOX_INSECURE_NO_SIGN_IN: 'true' }),
  ...(part === 'broker-ingest' && { SIGNALBOX_BROKER_URL: 'nats://broker' }),
});

describe('deploy/containers/Dockerfile', () => {
  it('has nothing that its language does not', () => {
    assert.deepEqual(validate(dockerfileText()), []);
    assert.notDeepEqual(validate('FROM node\nCOPPY a b'), [], 'the check finds what is wrong');
  });

  it('begins with the pinned Node, and names each stage, in an order in which they can be built', () => {
    const images = stages.map(({ base }) => base).filter((base) => !stages.some(({ name }) => name === base));
    assert.deepEqual(images, [`node:${read('.node-version').trim()}-slim`]);
    for (const [at, { name, base, steps }] of stages.entries()) {
      assert.match(name, /^[a-z-]+$/);
      const earlier = stages.slice(0, at).map((stage) => stage.name);
      const used = steps.flatMap(({ flags: { from } }) => from ?? []);
      for (const other of [...(at === 0 ? [] : [base]), ...used]) assert.ok(earlier.includes(other), other);
    }
  });

  it('runs programs without a shell, adds nothing from elsewhere, and installs what the lock says', () => {
    const runs = all.filter(({ keyword }) => keyword === 'RUN');
    for (const { exec, text } of runs) assert.ok(exec, `RUN ${text}`);
    const installations = runs.flatMap(({ exec = [] }) => (exec[0] === 'npx' ? [exec] : []));
    assert.equal(installations.length, 2);
    const [, npm = ''] = /npmVersion = '(.+)'/.exec(read('scripts/bootstrap/installation.mjs')) ?? [];
    for (const exec of installations) {
      assert.deepEqual(exec.slice(0, 4), ['npx', '--yes', `npm@${npm}`, 'ci']);
      assert.ok(exec.includes('--ignore-scripts'));
    }
    const keywords = new Set(all.map(({ keyword }) => keyword));
    for (const refused of ['ADD', 'SHELL', 'ONBUILD', 'MAINTAINER'])
      assert.ok(!keywords.has(refused), refused);
  });

  it('copies what is there and not ignored, and the manifests of all workspaces before it installs', () => {
    const isIgnored = readIgnoredFiles();
    const copied = all.filter(({ keyword, flags }) => keyword === 'COPY' && flags['from'] === undefined);
    for (const { text } of copied) {
      for (const source of text.split(/\s+/).slice(0, -1)) {
        assert.ok(existsSync(path.join(root, source)), source);
        assert.ok(!isIgnored(source), `${source} is ignored`);
      }
    }
    const manifests = stepsOf(stages, 'manifests')
      .map(({ text }) => text)
      .join(' ');
    for (const workspace of workspaces) assert.ok(manifests.includes(`${workspace}/package.json`));
  });

  it('takes no data, history, tests or installation of this machine', () => {
    const isIgnored = readIgnoredFiles();
    const unwanted = [
      '.git/HEAD',
      'data/events.db',
      '.env',
      'node_modules/pg/package.json',
      'backend/test/x.ts',
    ];
    for (const file of [...unwanted, 'backend/src/x.test.ts', 'frontend/dist/browser/index.html'])
      assert.ok(isIgnored(file), file);
    for (const file of ['backend/src/x.ts', 'frontend/public/x.svg']) assert.ok(!isIgnored(file), file);
  });

  for (const part of PARTS) {
    describe(part, () => {
      const steps = stepsOf(stages, part);
      const entrypoint = last(steps, 'ENTRYPOINT')?.exec ?? [];

      it('runs what npm runs, in the exec form, as a numeric user without rights, and ends on SIGTERM', () => {
        assert.equal(scripts[part], `exec node scripts/run.mjs ${entrypoint[1]}`);
        assert.deepEqual(entrypoint, ['node', `backend/src/${part}/main.ts`]);
        const [uid = 0, gid = 0] = (last(steps, 'USER')?.text ?? '').split(':').map(Number);
        assert.ok(uid >= 1_000 && gid >= 1_000);
        const own = stages.find(({ name }) => name === part)?.steps ?? [];
        const keywords = own.map(({ keyword }) => keyword);
        const written = Math.max(keywords.lastIndexOf('COPY'), keywords.lastIndexOf('RUN'));
        assert.ok(keywords.lastIndexOf('USER') > written, 'what it runs belongs to root');
        assert.equal(last(steps, 'STOPSIGNAL')?.text, 'SIGTERM');
      });

      it('sets settings that it knows, and no secret', () => {
        const environment = environmentOf(steps);
        takes(part, { ...environment, ...said(part) });
        if (isService(part)) assert.throws(() => takes(part, environment), /can be reached|is required/);
        for (const [name, value] of Object.entries(environment))
          assert.doesNotMatch(`${name}=${value}`, /PASSWORD|TOKEN|SECRET|\/\/.*@/i);
      });

      it('says what it is', () => {
        const labels = Object.assign({}, ...propertiesOf(steps, 'LABEL')) as Record<string, string>;
        for (const name of ['title', 'description', 'revision'])
          assert.ok(labels[`org.opencontainers.image.${name}`], name);
        assert.equal(labels['org.opencontainers.image.version'], version);
        assert.equal(labels['org.opencontainers.image.licenses'], 'Apache-2.0');
      });

      it('has a health check that asks its port, if it listens', () => {
        const check = last(steps, 'HEALTHCHECK');
        if (!isService(part)) return assert.equal(check?.text, 'NONE');
        const [node, program = '', variable = ''] = check?.exec ?? [];
        assert.equal(node, 'node');
        assert.ok(existsSync(path.join(root, program)), program);
        assert.equal(environmentOf(steps)[variable], last(steps, 'EXPOSE')?.text);
      });
    });
  }
});
