/** npm run check: format, lint, import boundaries, types and the freshness of generated papers. */
import { runChecks } from './check/run-checks.ts';

const checks = await runChecks(({ name, ok, output, seconds }) => {
  console.log(`${ok ? '✔' : '✖'} ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(`${output.trimEnd()}\n`);
});

const failed = checks.filter(({ ok }) => !ok);
console.log(`${checks.length - failed.length} of ${checks.length} checks passed`);
if (failed.length > 0) process.exitCode = 1;
