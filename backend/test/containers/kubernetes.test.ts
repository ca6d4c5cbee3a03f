import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IContainer, IPodSpec, IProbe } from 'kubernetes-models/v1';
import type { IDeployment } from 'kubernetes-models/apps/v1';
import { CLOSE_WITHIN_MS } from '../../src/service-kit/run-service.ts';
import {
  dockerfileText,
  environmentOf,
  last,
  readStages,
  stepsOf,
} from '../support/containers/dockerfile.ts';
import { hostsOf, isPart, neighboursOf, takes } from '../support/containers/known-settings.ts';
import { misfitsOf } from '../support/containers/kubernetes-types.ts';
import { kustomize, type Resource } from '../support/containers/kustomize.ts';

/** What stands for a value that a secret holds. */
const SECRETS: Readonly<Record<string, string>> = {
  'signalbox-database': 'postgres://signalbox:secret@postgres/signalbox',
  'signalbox-broker': 'amqp://signalbox:secret@rabbitmq',
};
const stages = readStages(dockerfileText());
const BROKEN = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'x' },
  spec: { maxUnavailabel: 1 },
};

describe('the types of Kubernetes', () => {
  it('find what is wrong', async () => assert.match(await misfitsOf([BROKEN]), /maxUnavailabel/));
});

for (const folder of ['deploy/kubernetes/postgres', 'deploy/kubernetes/sqlite']) {
  describe(folder, () => {
    const resources = kustomize(folder);
    const ofKind = (kind: string) => resources.filter((one) => one.kind === kind);
    const workloads = [...ofKind('Deployment'), ...ofKind('StatefulSet')];

    it('is what the API of Kubernetes has', async () => {
      assert.equal(await misfitsOf(resources), '');
      for (const resource of resources) await validate(resource);
    });

    it('has each thing once, in one namespace that allows no more than the restricted profile', () => {
      const names = resources.map(({ kind, metadata: { name } }) => `${kind} ${name}`);
      assert.deepEqual(names, [...new Set(names)]);
      const [namespace] = ofKind('Namespace');
      assert.equal(namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
      for (const { kind, metadata } of resources)
        if (kind !== 'Namespace') assert.equal(metadata.namespace, namespace?.metadata.name, metadata.name);
    });

    it('lets nothing in or out that no policy names', () => {
      const all = ofKind('NetworkPolicy').map(({ spec }) => spec as Policy);
      assert.ok(
        all.some(
          ({ podSelector, policyTypes, ...rest }) =>
            isEmpty(podSelector) && policyTypes.length === 2 && isEmpty(rest),
        ),
      );
      for (const { podSelector } of all.filter((one) => !isEmpty(one.podSelector))) {
        const name = podSelector.matchLabels?.[NAME] ?? '';
        assert.ok(
          workloads.some(({ metadata }) => metadata.name === name),
          name,
        );
      }
      for (const { ingress = [] } of all) for (const { from = [] } of ingress) assert.ok(from.length > 0);
    });

    for (const workload of workloads) {
      const { name } = workload.metadata;
      const { replicas, selector, strategy, template } = workload.spec as NonNullable<IDeployment['spec']>;
      const pod = template.spec as IPodSpec;
      const [container] = pod.containers as [IContainer];
      const environment = environmentIn(name, container);

      describe(`${workload.kind} ${name}`, () => {
        it('runs the image of the Dockerfile, with settings that it knows, and secrets by reference', () => {
          assert.ok(isPart(name));
          assert.equal(pod.containers.length, 1);
          assert.match(container.image ?? '', new RegExp(`^signalbox/${name}:\\d+\\.\\d+\\.\\d+$`));
          takes(name, environment);
          assert.equal(
            container.ports?.[0]?.containerPort,
            Number(last(stepsOf(stages, name), 'EXPOSE')?.text),
          );
          assert.equal(
            pod.enableServiceLinks,
            false,
            'a service of a fitting name would set variables of ours',
          );
        });

        it('has no right that it does not need, and writes on volumes only', () => {
          const { runAsNonRoot, runAsUser, runAsGroup, seccompProfile } = pod.securityContext ?? {};
          assert.deepEqual(
            [runAsNonRoot, `${runAsUser}:${runAsGroup}`],
            [true, last(stepsOf(stages, name), 'USER')?.text],
          );
          assert.equal(seccompProfile?.type, 'RuntimeDefault');
          assert.deepEqual(container.securityContext, {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          assert.equal(pod.automountServiceAccountToken, false);
          assert.ok(container.resources?.requests?.['cpu'] && container.resources.requests['memory']);
          assert.ok(container.resources.limits?.['memory']);
        });

        it('is asked for its health at paths that are served, under a host that is', () => {
          const { startupProbe, livenessProbe, readinessProbe } = container;
          assert.equal(
            livenessProbe?.httpGet?.path,
            '/livez',
            'a database that is away is no reason to kill',
          );
          assert.equal(readinessProbe?.httpGet?.path, '/readyz');
          for (const probe of [startupProbe, livenessProbe, readinessProbe] as IProbe[]) {
            assert.ok(['/livez', '/readyz'].includes(probe.httpGet?.path ?? ''));
            assert.deepEqual(probe.httpGet?.httpHeaders, [{ name: 'Host', value: 'localhost' }]);
            assert.equal(probe.httpGet?.port, container.ports?.[0]?.name);
          }
        });

        it('has the time that it needs to end', () => {
          const sleep = container.lifecycle?.preStop?.sleep?.seconds ?? 0;
          assert.ok((pod.terminationGracePeriodSeconds ?? 0) * 1_000 > sleep * 1_000 + CLOSE_WITHIN_MS);
          assert.equal(sleep > 0, replicas !== 1, 'it serves on where another takes over');
        });

        it('is updated and disturbed one replica at a time, if it has more than one', () => {
          const budgets = ofKind('PodDisruptionBudget').filter((one) => one.metadata.name === name);
          if (replicas === 1) return assert.deepEqual(budgets, [], 'it would forbid to empty its machine');
          assert.deepEqual(strategy?.rollingUpdate, { maxSurge: 1, maxUnavailable: 0 });
          assert.equal(budgets.length, 1);
          const { maxUnavailable, selector: disturbed } = budgets[0]?.spec as Budget;
          assert.equal(maxUnavailable, 1);
          for (const one of [disturbed, pod.topologySpreadConstraints?.[0]?.labelSelector])
            assert.deepEqual(one?.matchLabels, { [NAME]: name });
        });

        it('is found by its service, and finds its neighbours under names that they answer to', () => {
          const service = ofKind('Service').find(({ metadata }) => metadata.name === name)?.spec as Service;
          for (const labels of [service.selector, selector.matchLabels ?? {}])
            for (const [label, value] of Object.entries(labels))
              assert.equal(template.metadata?.labels?.[label], value);
          assert.equal(service.ports[0]?.targetPort, container.ports?.[0]?.name);
          for (const [host, port] of neighboursOf(environment)) {
            const other = workloads.find(({ metadata }) => metadata.name === host);
            const [its] = ((other?.spec as IDeployment['spec'])?.template.spec as IPodSpec).containers as [
              IContainer,
            ];
            assert.ok(hostsOf(environmentIn(host, its)).includes(host), host);
            assert.equal(port, its.ports?.[0]?.containerPort);
          }
        });
      });
    }
  });
}

const NAME = 'app.kubernetes.io/name';
type Selector = { readonly matchLabels?: Readonly<Record<string, string>> };
type Budget = { readonly maxUnavailable: number; readonly selector: Selector };
type Service = { readonly selector: Record<string, string>; readonly ports: { targetPort: string }[] };
interface Policy {
  readonly podSelector: Selector;
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly unknown[] }[];
}
const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** What the image sets, and what the manifest sets besides. */
function environmentIn(name: string, { env = [] }: IContainer): Record<string, string> {
  const given = env.map(({ name: variable, value, valueFrom }): [string, string] => {
    if (!valueFrom) return [variable, value ?? ''];
    const secret = SECRETS[valueFrom.secretKeyRef?.name ?? ''];
    assert.ok(secret && valueFrom.secretKeyRef?.key === 'url', `${variable} comes from a secret`);
    return [variable, secret];
  });
  return { ...environmentOf(stepsOf(stages, name)), ...Object.fromEntries(given) };
}

/** What a type cannot say: which fields are required, and what a value must look like. */
async function validate(resource: Resource): Promise<void> {
  const models = (await import(`kubernetes-models/${resource.apiVersion}`)) as Record<string, Model>;
  const Kind = models[resource.kind];
  assert.ok(Kind, resource.kind);
  new Kind(resource).validate();
}
type Model = new (data: Resource) => { validate(): void };
