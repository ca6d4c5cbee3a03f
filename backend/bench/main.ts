import { HELP, OptionsError, readOptions } from './options.ts';
import { runBench } from './run-bench.ts';
import { writeReport } from './report/write-report.ts';

/** As sysexits.h has it: something is wrong with the configuration. */
const EX_CONFIG = 78;

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) console.log(HELP);
  else if ('files' in options) await writeReport(options.files);
  else await runBench(options);
} catch (error) {
  const isSentence = error instanceof OptionsError;
  console.error(isSentence ? error.message : error);
  process.exitCode = isSentence ? EX_CONFIG : 1;
}
