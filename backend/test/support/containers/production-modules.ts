import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from './dockerfile.ts';

interface Package {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
type Packages = Readonly<Record<string, Package>>;

/**
 * Where the packages lie that `npm ci --workspace=backend --omit=dev --omit=optional` installs, by the lock: the tests
 * need no registry, and are as quick as a copy.
 */
export function productionModules(): { places: string[]; links: Map<string, string> } {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Packages;
  };
  const places = new Set<string>();
  const links = new Map([['node_modules/@signalbox/backend', 'backend']]);
  const waiting = ['backend'];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    for (const name of needs(lock.packages[from])) {
      const place = placeOf(lock.packages, from, name);
      const { link = false, resolved = '' } = lock.packages[place] ?? {};
      if (link) links.set(place, resolved);
      else if (!places.has(place)) waiting.push(place);
      if (link) waiting.push(resolved);
      else places.add(place);
    }
  }
  return { places: [...places].sort(), links };
}

/** Copies them out of the installation of this repository. */
export function copyProductionModules(folder: string): void {
  const { places, links } = productionModules();
  for (const place of places) {
    // What lies within a package has a place of its own, if it is needed.
    const isPart = (file: string) => !file.slice(path.join(root, place).length).includes('/node_modules');
    cpSync(path.join(root, place), path.join(folder, place), { recursive: true, filter: isPart });
  }
  for (const [place, target] of links) {
    const link = path.join(folder, place);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.join(folder, target)), link);
  }
}

function needs({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }: Package = {}) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...Object.keys(dependencies), ...peers];
}

/** As Node looks for it: in the nearest `node_modules`. */
function placeOf(packages: Packages, from: string, name: string): string {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const place = path.posix.join(folder, 'node_modules', name);
    if (packages[place]) return place;
    if (folder === '') throw new Error(`${name}, which ${from} needs, is not in package-lock.json.`);
  }
}
