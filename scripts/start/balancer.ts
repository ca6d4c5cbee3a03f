import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from '../bootstrap/sentence.mjs';
import { root } from '../tools/root.ts';
import type { PartPlan } from './running-part.ts';

/** The two addresses that a set of replicas has, and the replicas behind each. */
export interface Balanced {
  readonly console: Balance;
  readonly reports: Balance;
}
export interface Balance {
  /** host:port */
  readonly bind: string;
  readonly servers: readonly string[];
}

const template = path.join(root, 'deploy/haproxy.cfg');

/** Debian keeps it where only an administrator's PATH looks. */
const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];

/** The program, or a sentence that says how to get it. */
export function findHaproxy(): string {
  const named = process.env.SIGNALBOX_HAPROXY;
  const places = named ? [named] : folders.map((folder) => path.join(folder, 'haproxy'));
  const found = places.find((file) => existsSync(file));
  if (found) return found;
  throw new Sentence(
    'Replicas need a load balancer in front of them, and HAProxy is not installed: ' +
      'apt-get install haproxy (or brew install haproxy), name it in SIGNALBOX_HAPROXY, or start without --replicas.',
  );
}

/** The configuration for people, with the addresses of this start in it. */
export const configured = (text: string, { console, reports }: Balanced): string =>
  [
    ['frontend console', 'bind', [console.bind]] as const,
    ['frontend reports', 'bind', [reports.bind]] as const,
    ['backend event_services', 'server', named('event-service', console.servers)] as const,
    ['backend database_services', 'server', named('database-service', reports.servers)] as const,
  ].reduce((config, [section, keyword, values]) => withLines(config, section, keyword, values), text);

const named = (name: string, servers: readonly string[]): string[] =>
  servers.map((server, index) => `${name}-${index + 1} ${server}`);

/** In place of the lines of a section that begin with the keyword. */
function withLines(config: string, section: string, keyword: string, values: readonly string[]): string {
  const pattern = new RegExp(`(^${section}\\n(?:^(?: .*)?\\n)*?)(?:^ +${keyword} .*\\n?)+`, 'm');
  const lines = values.map((value) => `    ${keyword} ${value}\n`).join('');
  if (!pattern.test(config)) throw new Error(`deploy/haproxy.cfg has no ${keyword} in "${section}".`);
  return config.replace(pattern, (_whole, before: string) => before + lines);
}

export function balancer(program: string, balanced: Balanced, folder: string): PartPlan {
  const file = path.join(folder, 'haproxy.cfg');
  writeFileSync(file, configured(readFileSync(template, 'utf8'), balanced));
  return { name: 'load balancer', program, command: ['-db', '-f', file] };
}
