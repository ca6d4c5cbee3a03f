import { tool } from '../tools/tool.ts';

export interface CheckStep {
  name: string;
  /** A script for Node and its arguments, run at the root. */
  command: string[];
}

/** With TypeScript 7, which the root cannot have: what lints and builds there takes 6. */
const types = (folder: string): CheckStep => ({
  name: `types of ${folder}`,
  command: [tool('typescript', 'tsc', 'backend'), '-p', folder],
});

/** Sources and tests at once: `npm run build` takes the sources without what only tests know. */
const consoleTypes: CheckStep = {
  name: 'types of frontend',
  command: [tool('@angular/compiler-cli', 'ngc', 'frontend'), '-p', 'frontend', '--noEmit'],
};

/** Everything that can be said about the sources without running them. The longest first: two run at a time. */
export const checkSteps = (): CheckStep[] => [
  { name: 'lint and import boundaries', command: [tool('eslint', 'eslint'), '.', '--max-warnings=0'] },
  { name: 'lint with types', command: [tool('oxlint', 'oxlint'), '--deny-warnings'] },
  { name: 'format', command: [tool('prettier', 'prettier'), '--check', '--log-level=warn', '.'] },
  consoleTypes,
  types('contracts'),
  types('backend'),
  types('scripts'),
  types('e2e'),
  { name: 'API papers are fresh', command: ['contracts/scripts/write-openapi.ts', '--check'] },
];
