import { expect, test } from '../support/test.ts';

const MOST_BYTES = 130_000;

test('the first load is light, obeys its own rules and says nothing on the console', async ({
  console,
  page,
  source,
}) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) => {
      globalThis.console.error(`violates ${violation.violatedDirective}: ${violation.blockedURI}`);
    });
  });

  const sizes = new Map<string, number>();
  const urls = new Map<string, string>();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    urls.set(requestId, new URL(request.url).pathname);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.set(urls.get(requestId) ?? requestId, encodedDataLength);
  });

  await source.reportsAll(
    Array.from({ length: 60 }, (_, lane) => ({ status: 'error' as const, key: `lane-${lane}` })),
  );
  await console.open();
  await console.isLive();
  await expect(console.rows).toHaveCount(50);
  const detail = await console.looksInto('lane-30');
  await expect(detail.history).toHaveCount(1);
  await console.hasItsFonts();

  const program = [...sizes].filter(([path]) => !path.startsWith('/api/'));
  const total = program.reduce((sum, [, size]) => sum + size, 0);
  test
    .info()
    .annotations.push({ type: 'first load', description: `${total} bytes, without the answers of the API` });
  expect(total, JSON.stringify(Object.fromEntries(sizes))).toBeLessThanOrEqual(MOST_BYTES);
  expect(program.map(([path]) => path)).toEqual(expect.arrayContaining(['/']));
  expect(program.some(([path]) => path.endsWith('.woff2'))).toBe(true);
  expect(complaints).toEqual([]);
});
