/** npm start: the whole product on this machine, until Ctrl-C. */
import { openBrowser } from './start/browser.ts';
import { startProduct } from './start/product.ts';
import { runUntilStopped } from './start/run-until-stopped.ts';

await runUntilStopped(async (parts, options) => {
  const url = await startProduct(parts, options);
  if (options.open) openBrowser(url);
  return url;
});
