import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { root } from './dockerfile.ts';

export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}
interface Kustomization {
  readonly kind: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
  readonly patches?: readonly { readonly target: Target; readonly patch: string }[];
}
type Target = { readonly kind: string; readonly name: string };

/**
 * What `kubectl kustomize` makes of a folder, as far as our files use it: resources, components, and patches that add to a
 * list. Anything else is an error.
 */
export function kustomize(folder: string, before: readonly Resource[] = []): Resource[] {
  const text = readFileSync(path.join(root, folder, 'kustomization.yaml'), 'utf8');
  const { resources = [], components = [], patches = [], ...others } = parse(text) as Kustomization;
  const unknown = Object.keys(others).filter((key) => !['apiVersion', 'kind'].includes(key));
  if (unknown.length > 0) throw new Error(`${folder}: ${unknown.join(', ')} is not known here.`);
  let built = [...before];
  for (const name of resources) {
    const place = path.join(folder, name);
    built.push(...(name.endsWith('.yaml') ? readResources(place) : kustomize(place)));
  }
  for (const name of components) built = kustomize(path.join(folder, name), built);
  for (const { target, patch } of patches) addTo(built, target, patch);
  return built;
}

const readResources = (file: string): Resource[] =>
  parseAllDocuments(readFileSync(path.join(root, file), 'utf8')).map((one) => one.toJS() as Resource);

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

function addTo(resources: readonly Resource[], { kind, name }: Target, patch: string): void {
  const resource = resources.find((one) => one.kind === kind && one.metadata.name === name);
  if (!resource) throw new Error(`There is no ${kind} ${name} to patch.`);
  for (const { op, path: place, value } of parse(patch) as Operation[]) {
    const steps = place.split('/').slice(1);
    if (op !== 'add' || steps.pop() !== '-') throw new Error(`${op} ${place} is not known here.`);
    const list = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], resource);
    (list as unknown[]).push(value);
  }
}
