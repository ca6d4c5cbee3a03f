/** npm run build: the console, always anew. */
import { Sentence } from './bootstrap/sentence.mjs';
import { buildConsole } from './console/console-build.ts';

try {
  const { output, seconds } = await buildConsole();
  console.log(output.trimEnd());
  console.log(`Built the console in ${seconds.toFixed(1)} s.`);
} catch (error) {
  if (!(error instanceof Sentence)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
