/** @type {import('prettier').Config} */
export default {
  singleQuote: true,
  printWidth: 110,
  trailingComma: 'all',
  overrides: [{ files: 'frontend/src/**/*.html', options: { parser: 'angular' } }],
};
