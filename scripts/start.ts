/** npm start: the whole product on this machine, until Ctrl-C. */
import { Sentence } from './bootstrap/sentence.mjs';
import { openBrowser } from './start/browser.ts';
import { readOptions, type StartOptions } from './start/options.ts';
import { Product } from './start/product.ts';
import { onStopSignals } from './start/stop-signals.ts';

async function showProduct(product: Product, options: StartOptions): Promise<never> {
  const url = await product.start();
  console.log(`\nThe console is at ${url} (Ctrl-C stops everything)`);
  if (options.open) openBrowser(url);
  return product.failure;
}

async function runUntilStopped(options: StartOptions) {
  const product = new Product(options);
  const stop = Promise.withResolvers<void>();
  onStopSignals({ stop: () => stop.resolve(), stopNow: () => product.endNow() });
  process.once('exit', () => product.endNow()); // also after a mistake of our own
  try {
    await Promise.race([stop.promise, product.failure, showProduct(product, options)]);
    console.log('\nStopping …');
  } finally {
    await product.stop();
  }
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await runUntilStopped(options);
} catch (error) {
  if (!(error instanceof Sentence)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
