import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root } from './dockerfile.ts';

export interface ComposeService {
  readonly image: string;
  readonly user?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly pids_limit?: number;
  readonly mem_limit?: string;
  readonly cpus?: number;
  readonly privileged?: boolean;
}
export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const composeText = (file: string): string =>
  readFileSync(path.join(root, 'deploy/containers', file), 'utf8');

/** As Compose reads it with these variables set, and no others. */
export function readCompose(file: string, variables: Readonly<Record<string, string>>): Compose {
  const text = composeText(file).replace(/^\s*#.*$/gm, '');
  const filled = text.replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, rest = '') => {
      const value = variables[name];
      if (value) return value;
      if (kind === '-') return rest as string;
      throw new Error(`${file}: ${name} ${rest as string}`);
    },
  );
  return parse(filled, { merge: true }) as Compose;
}
