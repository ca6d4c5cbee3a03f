import type { Product } from '../support/product.ts';
import type { Source } from '../support/source.ts';
import { expect, test } from '../support/test.ts';
import { violations } from '../support/violations.ts';

/** One event of each face that a row can have; the diverged one has the longest history. */
async function reportsOneOfEach(source: Source, product: Product): Promise<void> {
  const [open = '', warned = '', apart = ''] = await source.reportsAll([
    { status: 'error', key: 'lane-01/barrier', attributes: { lane: 1, polls: { lost: 3 } } },
    { status: 'warning', key: 'lane-02/camera' },
    { status: 'error', key: 'lane-03/terminal' },
    { status: 'ok', key: 'lane-04/loop' },
  ]);
  const { database } = product;
  await database.command(
    warned,
    'acknowledge',
    { note: 'On my way' },
    { ifMatch: '*', actor: 'Jonas Weber' },
  );
  await database.command(apart, 'complete', { hold: 'forever' }, { ifMatch: '*', actor: 'Ana Ruiz' });
  await database.command(open, 'assign', { assignee: 'Ana Ruiz' }, { ifMatch: '*', actor: 'Jonas Weber' });
  await source.reports('error', { key: 'lane-03/terminal' });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 360]) {
    test(`axe finds no violation, ${colorScheme} at ${width} px`, async ({
      console,
      page,
      product,
      source,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await reportsOneOfEach(source, product);
      await console.open(`?source=${source.name}`);
      await console.isLive();
      await expect(page.getByText('lane-03/terminal')).toBeVisible();

      await test.step('on the board', async () => {
        expect(await violations(page)).toEqual([]);
      });
      await test.step('on the detail', async () => {
        await page.getByText('lane-03/terminal').click();
        const detail = console.detail('lane-03/terminal');
        await expect(detail.history.first()).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });
      await test.step('on the detail while it asks', async () => {
        await page.getByRole('button', { name: 'Close' }).click();
        await page.getByText('lane-01/barrier').click();
        const { panel } = console.detail('lane-01/barrier');
        await panel.getByRole('button', { name: 'Complete' }).click();
        await expect(panel.getByText('How long should this hold?')).toBeVisible();
        expect(await violations(page)).toEqual([]);
      });
    });
  }
}

test('axe finds no violation on the faces', async ({ console, page }) => {
  await console.open('?source=nobody&q=nothing');
  await expect(console.face('No event matches')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await console.open('?status=purple');
  await expect(console.face('One filter of this link cannot be read')).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('lamps and levers say in words what they show', async ({ console, product, source }) => {
  await reportsOneOfEach(source, product);
  await console.open(`?source=${source.name}`);
  await expect(console.row('lane-01/barrier')).toHaveAccessibleName(
    /status ERROR, open: Barrier does not answer/,
  );
  await expect(console.row('lane-02/camera')).toHaveAccessibleName(/status WARNING, acknowledged/);
  await expect(console.row('lane-03/terminal')).toHaveAccessibleName(
    /status ERROR, completed, but source still ERROR, 1 reports? since/,
  );
});

test('without colours of ours, shapes and words are still there', async ({
  console,
  page,
  product,
  source,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await reportsOneOfEach(source, product);
  await console.open(`?source=${source.name}`);
  await console.sees('lane-01/barrier', { status: 'error', state: 'open' });
  await console.sees('lane-03/terminal', { tie: 'source still ERROR ×1' });
  for (const shape of await page.locator('sb-event-row').locator('sb-lamp, sb-lever').all()) {
    await expect(shape).toBeVisible();
  }
});
