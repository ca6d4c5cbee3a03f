import { spawn } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { isAsWanted } from './installed-packages.mjs';
import { pinnedNode, pinnedVersion, root } from './pinned-node.mjs';
import { stopSignals } from './run-in-foreground.mjs';
import { Sentence } from './sentence.mjs';

/** Older ones lose the link to the pinned Node while they clean up the other platforms' (npm/cli#4362). */
const npmVersion = '11.19.1';

/** @param {string} file @returns {import('./installed-packages.mjs').Packages | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined; // not there, or cut off: not installed
  }
}

/** npm writes its own list last, so an installation that was cut off is none. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  return Boolean(wanted && installed && isAsWanted(wanted, installed) && existsSync(pinnedNode()));
}

/** @returns {Promise<{ code: number, output: string }>} */
function installPackages() {
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const args = ['--yes', `npm@${npmVersion}`, 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve) => {
    // A shell, because Windows runs a .cmd in no other way. The arguments are constants.
    const child = spawn([npx, ...args].join(' '), {
      cwd: root,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    endTogether(child);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * An installation that goes on after Ctrl-C would spoil the next one, which a person may start at once.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function endTogether(child) {
  const end = () => {
    if (process.platform !== 'win32' && child.pid) process.kill(-child.pid, 'SIGKILL');
    else child.kill();
    process.exit(130);
  };
  for (const signal of stopSignals) process.once(signal, end);
  child.once('close', () => stopSignals.forEach((signal) => process.off(signal, end)));
}

/** Leaves a machine that has git and any Node from 20 with everything that package-lock.json names. */
export async function installWhatIsMissing() {
  if (!isInstalled()) await install();
  linkPinnedNode();
}

/** An older npm, run by hand, leaves the link out, and `npx ng` would find the machine's Node instead. */
function linkPinnedNode() {
  const link = path.join(root, 'node_modules/.bin/node');
  if (process.platform === 'win32' || existsSync(link)) return;
  try {
    symlinkSync(path.relative(path.dirname(link), pinnedNode()), link);
  } catch {
    // a convenience only: our own commands find the program by its folder
  }
}

async function install() {
  const started = Date.now();
  console.log(
    `Installing dependencies and Node ${pinnedVersion} into node_modules (a minute or two, once) …`,
  );
  const { code, output } = await installPackages();
  if (code !== 0)
    throw new Sentence(`${output.trim()}\nThe dependencies could not be installed: npm's words are above.`);
  if (!existsSync(pinnedNode()))
    throw new Sentence(`npm did not install Node ${pinnedVersion} at ${pinnedNode()}.`);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}
