import angular from 'angular-eslint';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importBoundaries } from './scripts/lint/import-boundaries.mjs';

const tests = [
  '**/*.test.ts',
  '**/*.spec.ts',
  '**/*.contract.ts',
  '**/test/**',
  '**/tests/**',
  '**/testing/**',
];

/** Rules that take no types; .oxlintrc.json has those that do. */
const typescript = {
  files: ['**/*.ts'],
  extends: [tseslint.configs.recommended],
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    'no-console': 'error',
    eqeqeq: 'error',
  },
};

const readableSizes = {
  files: ['**/*.{ts,mjs}'],
  ignores: tests,
  rules: { 'max-lines': ['error', 300], 'max-lines-per-function': ['error', 60] },
};

const boundaries = {
  files: ['**/*.ts'],
  plugins: { signalbox: { rules: { 'import-boundaries': importBoundaries } } },
  rules: { 'signalbox/import-boundaries': 'error' },
};

/** Programs of the command line: printing is their work. */
const commands = {
  files: [
    'scripts/**',
    'contracts/scripts/**',
    'backend/scripts/**',
    'backend/bench/**',
    'backend/soak/**',
    '**/main.ts',
    'backend/src/event-simulator/**',
  ],
  rules: { 'no-console': 'off' },
};

const console = {
  files: ['frontend/src/**/*.ts'],
  extends: [angular.configs.tsRecommended],
  processor: angular.processInlineTemplates,
  rules: {
    '@angular-eslint/prefer-on-push-component-change-detection': 'off', // Angular 22's default
  },
};

const templates = {
  files: ['frontend/src/**/*.html'],
  extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
};

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/coverage/',
    '**/.angular/',
    '**/test-results/',
    '**/playwright-report/',
    'data/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  typescript,
  readableSizes,
  boundaries,
  commands,
  console,
  templates,
);
