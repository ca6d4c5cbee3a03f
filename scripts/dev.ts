/** npm run dev: the product for those who change it. */
import { startDevelopment } from './start/development.ts';
import { runUntilStopped } from './start/run-until-stopped.ts';

await runUntilStopped(startDevelopment);
