import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onParentGone } from './parent.mjs';
import { Sentence } from './sentence.mjs';

/** @type {NodeJS.Signals[]} */
export const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program in our place and gives its exit code. A terminal sends Ctrl-C to it as well as to us, so it may
 * get a signal twice.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runInForeground(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    for (const signal of stopSignals) process.on(signal, () => child.kill(signal));
    if (process.env.npm_lifecycle_event) onParentGone(() => child.kill('SIGTERM'));
    child.once('error', (error) => reject(new Sentence(`${program} cannot be run: ${error.message}.`)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
