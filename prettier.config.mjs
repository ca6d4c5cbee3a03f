/** @type {import('prettier').Config} */
export default {
  singleQuote: true,
  printWidth: 110,
  trailingComma: 'all',
  overrides: [
    { files: 'frontend/src/**/*.html', options: { parser: 'angular' } },
    // It prints the same as `typescript`, and reads in half of the time.
    { files: '*.ts', options: { parser: 'babel-ts' } },
  ],
};
