import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runChecks } from '../check/run-checks.ts';
import { buildConsole } from '../console/console-build.ts';
import { root } from '../tools/root.ts';
import { runNode } from '../tools/run-node.ts';
import { tool } from '../tools/tool.ts';
import { findOrInstallChromium } from './chromium.ts';
import type { Outcome } from './complaint.ts';
import { type Counts, none } from './counts.ts';

export type Runner = () => Promise<Outcome>;

const results = path.join(root, 'test-results');

/** Where a runner writes its counts; what an earlier run wrote is gone. */
function reportFile(name: string): string {
  mkdirSync(results, { recursive: true });
  const file = path.join(results, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readReport<Report>(file: string, countsOf: (report: Report) => Counts): Counts {
  try {
    return countsOf(JSON.parse(readFileSync(file, 'utf8')) as Report);
  } catch {
    return none; // the runner ended before it could write one, which fails as "ran no test"
  }
}

/** Each check counts as one test: it passes or fails by itself. */
export const checks: Runner = async () => {
  const done = await runChecks(() => {});
  const failed = done.filter(({ ok }) => !ok);
  return {
    counts: { passed: done.length - failed.length, failed: failed.length, skipped: 0 },
    code: failed.length,
    output: failed.map(({ name, output }) => `✖ ${name}\n${output}`).join('\n'),
  };
};

/** A test that hangs fails after this; the slowest take a tenth of it, and more on a machine that has other things to do. */
const testTimeoutMs = 600_000;
/** And a runner, with all of its tests, after this. */
const limitMinutes = 60;
/** Node takes one file at a time where there are two cores; but tests wait for servers more than for a core. */
const filesAtOnce = 3;

export const nodeTests =
  (name: string, ...files: string[]): Runner =>
  async () => {
    const report = reportFile(name);
    const { code, output } = await runNode(
      [
        '--test',
        `--test-timeout=${testTimeoutMs}`,
        `--test-concurrency=${filesAtOnce}`,
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=./scripts/test/node-counts-reporter.mjs',
        `--test-reporter-destination=${report}`,
        ...files,
      ],
      { limitMinutes },
    );
    return { counts: readReport<Counts>(report, (counts) => counts), code, output };
  };

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

export const consoleTests: Runner = async () => {
  const report = reportFile('console');
  const ng = tool('@angular/cli', 'ng', 'frontend');
  const reporters = ['--reporters=default', '--reporters=json', `--output-file=${report}`];
  const { code, output } = await runNode([ng, 'test', '--watch=false', ...reporters], {
    cwd: path.join(root, 'frontend'),
  });
  const counts = readReport<VitestReport>(report, (found) => ({
    passed: found.numPassedTests,
    failed: found.numFailedTests,
    skipped: found.numPendingTests + found.numTodoTests,
  }));
  return { counts, code, output };
};

/** The bundle with its budgets: one more check that passes or fails. */
export const consoleBuild: Runner = async () => {
  const { output } = await buildConsole();
  return { counts: { ...none, passed: 1 }, code: 0, output };
};

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export const endToEndTests: Runner = async () => {
  const chromium = await findOrInstallChromium();
  const report = reportFile('e2e');
  const { code, output } = await runNode(
    [tool('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    {
      cwd: path.join(root, 'e2e'),
      env: { CHROME_BIN: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      limitMinutes,
    },
  );
  const counts = readReport<PlaywrightReport>(report, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky, // what passes only sometimes does not hold
    skipped: stats.skipped,
  }));
  return { counts, code, output };
};

export function keepOutput(name: string, output: string): string {
  mkdirSync(results, { recursive: true });
  const file = path.join(results, `${name.replaceAll(' ', '-')}.log`);
  writeFileSync(file, output);
  return file;
}
