import { expect, test } from '../support/test.ts';

const keys = ['lane-03/terminal', 'lane-02/camera', 'lane-01/barrier'];

test.beforeEach(async ({ console, source }) => {
  for (const key of keys.toReversed()) await source.reports('error', { key });
  await console.isUsedBy('Ana Ruiz');
  await console.open(`?source=${source.name}`);
  await console.isLive();
  await console.sees(keys[0] ?? '');
});

test('walks, opens, completes and comes back without a pointer', async ({ console, page }) => {
  const [first = '', second = ''] = keys;
  await page.keyboard.press('j');
  await expect(console.row(first)).toBeFocused();
  await page.keyboard.press('j');
  await expect(console.row(second)).toBeFocused();
  await page.keyboard.press('k');
  await expect(console.row(first)).toBeFocused();

  await test.step('Enter opens, c asks how long it holds, Enter confirms', async () => {
    await page.keyboard.press('Enter');
    const { panel } = console.detail(first);
    await expect(panel).toBeVisible();
    await page.keyboard.press('c');
    await expect(panel.getByText('How long should this hold?')).toBeVisible();
    await page.keyboard.press('Enter');
    await console.sees(first, { state: 'completed' });
    await expect(panel).toContainText('Holds until recovered');
  });

  await test.step('j takes the panel to the next row, a acknowledges it', async () => {
    await page.keyboard.press('j');
    await expect(console.detail(second).panel).toBeVisible();
    await page.keyboard.press('a');
    await console.sees(second, { state: 'acknowledged' });
  });

  await test.step('Escape closes, r reopens', async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary')).toBeHidden();
    await page.keyboard.press('k');
    // For a moment after an answer its row takes no order, so that a second click hits nothing.
    await expect(console.row(first).getByRole('button', { name: 'Reopen' })).toBeEnabled();
    await page.keyboard.press('r');
    await console.sees(first, { state: 'open' });
  });
});

test('c and Enter are the whole way from a row', async ({ console, page }) => {
  const [first = ''] = keys;
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  await expect(console.detail(first).panel.getByText('How long should this hold?')).toBeVisible();
  await page.keyboard.press('Enter');
  await console.sees(first, { state: 'completed' });
});

test('/ searches, ? lists the keys, n shows what is new', async ({ console, page, source }) => {
  await page.keyboard.press('?');
  await expect(page.getByText('Complete; Enter confirms')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Complete; Enter confirms')).toBeHidden();

  await page.keyboard.press('/');
  await expect(console.search).toBeFocused();
  await page.keyboard.type('camera');
  await page.keyboard.press('Enter');
  await expect(console.rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(console.rows).toHaveCount(3);
  await page.keyboard.press('Escape');
  await expect(console.search).not.toBeFocused();

  await source.reports('error', { key: 'lane-04/loop' });
  await expect(console.pill).toHaveText('1 new');
  await page.keyboard.press('n');
  await console.sees('lane-04/loop');
});

test('the Tab key reaches every control of the board, and each shows where it is', async ({ page }) => {
  const reached = new Set<string>();
  for (let press = 0; press < 60; press += 1) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement) || focused === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(focused);
      const ringed = outlineStyle !== 'none' || boxShadow !== 'none' || focused.matches('.search input');
      return {
        name: (focused.ariaLabel ?? focused.innerText ?? '').split(/[\s,]/)[0] || focused.tagName,
        ringed,
      };
    });
    if (where === null) break;
    expect(where.ringed, `a ring on ${where.name}`).toBe(true);
    reached.add(where.name);
  }
  for (const name of ['Needs', 'Live', 'Pause', 'Follow', 'ERROR', 'Open', 'Order', 'lane-03/terminal']) {
    expect([...reached]).toContain(name);
  }
});
