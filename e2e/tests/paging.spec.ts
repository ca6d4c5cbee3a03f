import type { ConsolePage } from '../support/console-page.ts';
import type { Source } from '../support/source.ts';
import { expect, test } from '../support/test.ts';

const EVENTS = 60;
const keyOf = (lane: number) => `lane-${String(lane).padStart(2, '0')}`;

/** 60 events, the newest with the highest number: every third an error, every third a warning, the rest fine. */
async function reportsSixty(source: Source): Promise<void> {
  const start = Date.parse('2026-01-01T00:00:00Z');
  await source.reportsAll(
    Array.from({ length: EVENTS }, (_, lane) => ({
      key: keyOf(lane + 1),
      status: (['error', 'warning', 'ok'] as const)[lane % 3] ?? 'ok',
      message: lane % 10 === 0 ? 'Coin hopper is empty' : 'Loop counts twice',
      time: new Date(start + lane * 1_000).toISOString(),
    })),
  );
}

const keysOnPage = (console: ConsolePage) => console.rows.locator('.key').allTextContents();
const lanes = (from: number, to: number) =>
  Array.from({ length: Math.abs(to - from) + 1 }, (_, step) => keyOf(from + (to < from ? -step : step)));

test.beforeEach(async ({ source }) => {
  await reportsSixty(source);
});

test('first, next, previous and last, in the address, over reload and back', async ({
  console,
  page,
  source,
}) => {
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const press = (name: string) => pages.getByRole('button', { name }).click();
  await console.open(`?source=${source.name}&sort=-firstReportedAt&limit=25`);
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(60, 36));
  await expect(pages).toContainText('1–25 of 60');
  await expect(pages).toContainText('Page 1 of 3');
  await expect(pages.getByRole('button', { name: 'Previous page' })).toBeDisabled();
  await expect(pages.getByRole('button', { name: 'First page' })).toBeDisabled();

  await press('Next page');
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(35, 11));
  await expect(pages).toContainText('26–50 of 60');
  const second = page.url();
  await press('Next page');
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(10, 1));
  await expect(pages.getByRole('button', { name: 'Next page' })).toBeDisabled();
  await press('Previous page');
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(35, 11));
  await press('Last page');
  await expect(pages).toContainText('Page 3 of 3');
  await expect(console.row(keyOf(1))).toBeVisible();
  await press('First page');
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(60, 36));

  await test.step('a page of the middle survives a reload, and back leads away from it', async () => {
    await page.goto(second);
    await expect.poll(() => keysOnPage(console)).toEqual(lanes(35, 11));
    await page.reload();
    await expect.poll(() => keysOnPage(console)).toEqual(lanes(35, 11));
    await press('Next page');
    await expect.poll(() => keysOnPage(console)).toEqual(lanes(10, 1));
    await page.goBack();
    await expect.poll(() => keysOnPage(console)).toEqual(lanes(35, 11));
    await page.goForward();
    await expect.poll(() => keysOnPage(console)).toEqual(lanes(10, 1));
  });
});

test('another page size begins at the first page', async ({ console, page, source }) => {
  await console.open(`?source=${source.name}`);
  await expect(console.rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Next page' }).click();
  await expect(console.rows).toHaveCount(10);
  await page.getByLabel('Events on a page').selectOption('25 a page');
  await expect(console.rows).toHaveCount(25);
  await expect(page).toHaveURL(/limit=25/);
  await expect(page).not.toHaveURL(/page=/);
  await page.getByLabel('Events on a page').selectOption('100 a page');
  await expect(console.rows).toHaveCount(EVENTS);
});

test('filters count what they would show, and stand in the address', async ({ console, page, source }) => {
  await console.open(`?source=${source.name}&limit=100`);
  const says = page.getByRole('group', { name: 'What the source says' });
  const decided = page.getByRole('group', { name: 'What people decided' });
  await expect(says.getByRole('button')).toHaveText([/ERROR\s*20/, /WARNING\s*20/, /OK\s*20/]);
  await expect(decided.getByRole('button')).toHaveText([/Open\s*40/, /Acknowledged\s*0/, /Completed\s*20/]);

  await says.getByRole('button', { name: 'WARNING' }).click();
  await expect(console.rows).toHaveCount(20);
  await expect(page).toHaveURL(/status=warning/);
  await expect(decided.getByRole('button')).toHaveText([/Open\s*20/, /Acknowledged\s*0/, /Completed\s*0/]);
  await says.getByRole('button', { name: 'ERROR' }).click();
  await expect(console.rows).toHaveCount(40);
  await decided.getByRole('button', { name: 'Completed' }).click();
  await expect(console.face('No event matches')).toBeVisible();

  await page.reload();
  await expect(says.getByRole('button', { name: 'WARNING' })).toHaveAttribute('aria-pressed', 'true');
  await page.goBack();
  await expect(console.rows).toHaveCount(40);
  await page.goBack();
  await expect(console.rows).toHaveCount(20);
  await page.goBack();
  await expect(console.rows).toHaveCount(EVENTS);
});

test('searches for words and fields', async ({ console, page, source }) => {
  await console.open(`?source=${source.name}`);
  await console.search.fill('coin hopper');
  await expect(console.rows).toHaveCount(6);
  await expect(page).toHaveURL(/q=coin\+hopper/);
  await console.search.fill('coin status:error');
  await console.search.press('Enter');
  await expect(page).toHaveURL(/status=error/);
  await expect(console.search).toHaveValue('coin');
  await expect(console.rows).toHaveCount(2);
  await page.reload();
  await expect(console.search).toHaveValue('coin');
  await expect(console.rows).toHaveCount(2);
});

test('sorts by what is asked for', async ({ console, page, source }) => {
  await console.open(`?source=${source.name}&limit=25`);
  await expect(console.rows).toHaveCount(25);
  const order = page.getByLabel('Order');
  await order.selectOption('firstReportedAt');
  await expect.poll(() => keysOnPage(console)).toEqual(lanes(1, 25));
  await expect(page).toHaveURL(/sort=firstReportedAt/);
  await order.selectOption('-status');
  await expect
    .poll(() => console.rows.locator('sb-status-word').allTextContents())
    .toEqual([...Array.from({ length: 20 }, () => 'ERROR'), ...Array.from({ length: 5 }, () => 'WARNING')]);
});

test('the open event is in the address too', async ({ console, page, source }) => {
  await console.open(`?source=${source.name}`);
  const detail = await console.looksInto(keyOf(58));
  await expect(detail.panel).toContainText('Nobody has it yet');
  await expect(page).toHaveURL(/event=/);
  await page.reload();
  await expect(detail.panel).toContainText('Nobody has it yet');
  await detail.close();
  await expect(page).not.toHaveURL(/event=/);
  await page.goBack();
  await expect(detail.panel).toBeVisible();
});
