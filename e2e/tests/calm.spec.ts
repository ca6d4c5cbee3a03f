import type { Locator } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const KEYS = ['lane-04/loop', 'lane-03/terminal', 'lane-02/camera', 'lane-01/barrier'];

test.use({ contextOptions: { reducedMotion: 'no-preference' } });

test.beforeEach(async ({ console, source }) => {
  for (const key of KEYS.toReversed()) await source.reports('error', { key });
  await console.open(`?source=${source.name}`);
  await console.isLive();
  await expect(console.rows).toHaveCount(KEYS.length);
  await console.hasItsFonts();
});

/** Where every cell of the rows stands, in order. */
const places = (rows: Locator) =>
  rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.children].map((cell) => {
        const { x, y, width, height } = cell.getBoundingClientRect();
        return [x, y, width, height].join(' ');
      }),
    ),
  );

test('what is new waits behind the pill, and no cell moves', async ({ console, source }) => {
  const before = await places(console.rows);
  await console.row('lane-02/camera').hover();
  await source.reportsAll(
    Array.from({ length: 12 }, (_, lane) => ({ status: 'error' as const, key: `gate-${lane}` })),
  );
  await expect(console.pill).toHaveText('12 new');

  await test.step('rows change where they stand', async () => {
    await source.reports('ok', {
      key: 'lane-03/terminal',
      message: 'A much longer message than the one before '.repeat(20),
    });
    for (let again = 0; again < 3; again += 1) await source.reports('error', { key: 'lane-01/barrier' });
    await console.sees('lane-03/terminal', { status: 'ok', state: 'completed' });
    await expect(console.row('lane-01/barrier')).toContainText('×4');
    await expect(console.pill).toHaveText('12 new');
    expect(await places(console.rows)).toEqual(before);
  });

  await test.step('a press on the pill brings them in', async () => {
    await console.pill.click();
    await expect(console.rows).toHaveCount(KEYS.length + 12);
    await expect(console.pill).toBeHidden();
  });
});

test('Follow brings them in by itself, but not under the pointer', async ({ console, page, source }) => {
  await console.follows();
  await page.mouse.move(700, 20);
  await source.reports('error', { key: 'gate-01/entry' });
  await console.sees('gate-01/entry');

  await console.row('lane-01/barrier').hover();
  await source.reports('error', { key: 'gate-02/entry' });
  await expect(console.pill).toHaveText('1 new');
  await page.mouse.move(700, 20);
  await console.sees('gate-02/entry');
});

test('Pause holds everything still', async ({ console, page, source }) => {
  await page.getByRole('button', { name: 'Pause' }).click();
  await source.reports('ok', { key: 'lane-01/barrier' });
  await source.reports('error', { key: 'gate-01/entry' });
  // The counts go on, so we know that the news has arrived.
  await expect(page.getByRole('button', { name: 'OK 1' })).toBeVisible();
  await console.sees('lane-01/barrier', { status: 'error' });
  await page.getByRole('button', { name: 'Paused' }).click();
  await console.sees('gate-01/entry');
  await console.sees('lane-01/barrier', { status: 'ok' });
});

test('a row that no longer belongs stays in its place until it is dismissed', async ({
  console,
  page,
  source,
}) => {
  await console.open(`?source=${source.name}&status=error`);
  await console.isLive();
  await expect(console.rows).toHaveCount(KEYS.length);
  await console.hasItsFonts();
  const before = await places(console.rows);
  await source.reports('ok', { key: 'lane-03/terminal' });
  await expect(console.left).toHaveText('1 left this view');
  await expect(console.row('lane-03/terminal')).toHaveClass(/unlit/);
  expect(await places(console.rows)).toEqual(before);
  await console.left.click();
  await expect(console.rows).toHaveCount(KEYS.length - 1);
  await expect(page.getByRole('button', { name: 'OK 1' })).toBeVisible();
});
