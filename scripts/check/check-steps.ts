import { tool } from '../tools/tool.ts';

export interface CheckStep {
  name: string;
  /** A script for Node and its arguments, run at the root. */
  command: string[];
}

const types = (workspace: string): CheckStep => ({
  name: `types of ${workspace}`,
  command: [tool('typescript', 'tsc', workspace), '-p', workspace],
});

const consoleTypes = (config: string): CheckStep => ({
  name: `types of frontend (${config})`,
  command: [tool('@angular/compiler-cli', 'ngc', 'frontend'), '-p', `frontend/${config}`, '--noEmit'],
});

/** Everything that can be said about the sources without running them. The longest first: two run at a time. */
export const checkSteps = (): CheckStep[] => [
  { name: 'lint and import boundaries', command: [tool('eslint', 'eslint'), '.', '--max-warnings=0'] },
  { name: 'format', command: [tool('prettier', 'prettier'), '--check', '--log-level=warn', '.'] },
  consoleTypes('tsconfig.app.json'),
  consoleTypes('tsconfig.spec.json'),
  types('contracts'),
  types('backend'),
  types('scripts'),
  types('e2e'),
  { name: 'API papers are fresh', command: ['contracts/scripts/write-openapi.ts', '--check'] },
];
