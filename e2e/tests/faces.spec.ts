import { LIMITS } from '@signalbox/contracts/vocabulary';
import { ConsolePage } from '../support/console-page.ts';
import { expect, test } from '../support/test.ts';

const key = 'lane-03/terminal';
const { reportsPerBody: MOST_IN_A_REQUEST, entriesReadPerPage: SEARCHED_FOR_A_PAGE } = LIMITS;

test.describe('with services of its own', () => {
  test.use({ ownProduct: true });

  test('empty: says how to send the first report, and fills by itself', async ({ console, page, source }) => {
    await console.open();
    await expect(console.face('Nothing reported yet')).toBeVisible();
    await expect(page.getByText(/^curl \S+\/v1\/reports --json/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Copy command' })).toBeVisible();
    await source.reports('error', { key });
    await console.sees(key, { status: 'error', state: 'open' });
    await expect(console.face('Nothing reported yet')).toBeHidden();
  });

  test('quiet: says what is known, and when the last report came', async ({ console, page, source }) => {
    await source.reports('ok', { key });
    await console.open('?state=open');
    await expect(console.face('Nothing needs you')).toBeVisible();
    await expect(page.getByText(new RegExp(`Last report .* ago, from ${source.name}\\.`))).toBeVisible();
    await page.getByRole('button', { name: 'Show all 1' }).click();
    await console.sees(key, { status: 'ok', state: 'completed' });
  });

  test('failed: no page yet because the database service is away; asks again by itself', async ({
    console,
    page,
    product,
    source,
  }) => {
    await source.reports('error', { key });
    await product.killDatabaseService();
    await console.open();
    await expect(console.face('The database service does not answer')).toBeVisible();
    await expect(page.getByText('There is no page to show yet.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ask now' })).toBeVisible();
    await product.startDatabaseService();
    await console.sees(key, { status: 'error', state: 'open' });
    await console.isLive();
  });

  test('stale: the database service dies under a page, says so within 3 s, and comes back', async ({
    console,
    product,
    source,
  }) => {
    await source.reports('error', { key });
    await console.open();
    await console.isLive();
    await product.killDatabaseService();
    // Three seconds are promised, to a machine that has them; who waits for the silence of a line to tell waits 35 s.
    await expect(console.strip).toContainText('The database service does not answer since', {
      timeout: 15_000,
    });
    await expect(console.badge).toContainText('Stale');
    await expect(console.row(key)).toHaveClass(/unlit/);
    await expect(console.row(key).getByRole('button', { name: 'Complete' })).toBeDisabled();

    await product.startDatabaseService();
    await console.isLive();
    await expect(console.strip).toBeHidden();
    await expect(console.row(key)).not.toHaveClass(/unlit/);
    await source.reports('warning', { key, message: 'Terminal restarts' });
    await console.sees(key, { status: 'warning', message: 'Terminal restarts' });
  });

  test('restored: another database answers, so the page is doubted until it is read anew', async ({
    console,
    page,
    product,
    source,
  }) => {
    await source.reports('error', { key });
    await console.open();
    await console.isLive();
    await product.killDatabaseService();
    await product.loseDatabase();
    await product.startDatabaseService();
    await expect(console.strip).toContainText('The database was restored at');
    await expect(console.row(key)).toHaveClass(/unlit/);
    await page.getByRole('button', { name: 'Read anew' }).click();
    await expect(console.face('Nothing reported yet')).toBeVisible();
    await expect(console.strip).toBeHidden();
  });

  test('offline: the event service dies, rows stay unlit under a strip, and it heals by itself', async ({
    console,
    product,
    source,
  }) => {
    await source.reports('error', { key });
    await console.open();
    await console.isLive();
    await product.killEventService();
    await expect(console.connection).toHaveText('Connection: Reconnecting');
    await expect(console.strip).toContainText('Offline since');
    await expect(console.strip).toContainText('Unlit lamps show what was known then.');
    await expect(console.row(key)).toHaveClass(/unlit/);
    await source.reports('ok', { key });

    await product.startEventService();
    await expect(console.connection).toHaveText('Connection: Live');
    await console.sees(key, { status: 'ok', state: 'completed' });
    await expect(console.row(key)).not.toHaveClass(/unlit/);
    await expect(console.strip).toBeHidden();
  });
});

test('loading: bones first, then it says who is slow, then the rows', async ({ page, middlebox, source }) => {
  const console = new ConsolePage(page, middlebox.url);
  await source.reports('error', { key });
  middlebox.holds(/^\/api\/events\?/);
  await console.open(`?source=${source.name}`);
  await expect(page.getByText('Reading the page', { exact: true })).toBeAttached();
  await expect(page.locator('.bones')).toBeVisible();
  await expect(console.strip).toContainText(/The database service is slow: \d+\ss so far\./);
  middlebox.releases();
  await console.sees(key, { status: 'error' });
  await expect(page.locator('.bones')).toBeHidden();
  await expect(console.strip).toBeHidden();
});

test('no match: names the filters, and takes them away', async ({ console, page, source }) => {
  await source.reports('error', { key });
  await console.open(`?status=warning&source=${source.name}&source=lane-70`);
  await expect(console.face('No event matches')).toBeVisible();
  await page.locator('sb-board-face').getByRole('button', { name: 'Remove source lane-70' }).click();
  await expect(page).toHaveURL(new RegExp(`\\?status=warning&source=${source.name}$`));
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(console.rows.first()).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
});

test('half searched: does not call absent what was not looked at, and searches further', async ({
  console,
  page,
  source,
}) => {
  await source.reports('error', { key, message: 'quartz and zinc' });
  // Of three lists, the source's and one of each word, a page reads two thirds as many entries each.
  for (let some = 0; some * MOST_IN_A_REQUEST < 1.5 * SEARCHED_FOR_A_PAGE; some += 1) {
    const reports = Array.from({ length: MOST_IN_A_REQUEST }, (_none, at) => ({
      ...({ status: 'ok', key: `${some}/${at}`, message: at % 2 === 0 ? 'quartz' : 'zinc' } as const),
    }));
    await source.reportsAll(reports);
  }
  await console.open(`?source=${source.name}&q=quartz+zinc`);
  await expect(console.face('No match so far')).toBeVisible();
  await expect(page.getByText(/Searched to .* What lies beyond was not looked at yet\./)).toBeVisible();
  await page.getByRole('button', { name: 'Search further' }).click();
  await console.sees(key, { status: 'error', state: 'open' });
});

test('broken link: says which part cannot be read, and shows the rest', async ({ console, page, source }) => {
  await source.reports('error', { key });
  await console.open(`?source=${source.name}&status=purple`);
  await expect(console.face('One filter of this link cannot be read')).toBeVisible();
  await expect(page.getByText('expects ok, warning, error')).toBeVisible();
  await page.getByRole('button', { name: /^Show the / }).click();
  await console.sees(key, { status: 'error' });
});

test('an event that is not there: the panel says so', async ({ console, page }) => {
  await console.open('?event=019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11');
  await expect(page.getByRole('complementary')).toContainText('There is no such event');
});
