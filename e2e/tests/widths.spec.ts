import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';

const long = 'plaza-north/lane-07/entry/barrier/motor-controller-of-the-second-boom-replaced-in-march';

/** What stands out of the window to the right, if anything does. */
const overhanging = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const scroller = document.querySelector('.scroller');
    const inner = scroller ? scroller.scrollWidth - scroller.clientWidth : 0;
    return Math.max(scrollWidth - clientWidth, inner);
  });

for (const [width, height] of [
  [360, 740],
  [768, 1024],
  [1440, 900],
  [2560, 1440],
] as const) {
  test(`nothing stands out at ${width} px, and what is needed can be seen`, async ({
    console,
    page,
    source,
  }) => {
    await page.setViewportSize({ width, height });
    await source.reportsAll(
      Array.from({ length: 60 }, (_, lane) => ({ status: 'warning' as const, key: `lane-${lane}/camera` })),
    );
    await source.reports('error', { key: long, message: `One word: ${'x'.repeat(400)}` });
    await console.open(`?source=${source.name}`);
    await console.isLive();
    await expect(page.getByText(long).first()).toBeVisible();
    await console.hasItsFonts();
    expect(await overhanging(page)).toBeLessThanOrEqual(0);

    await expect(page.getByText('SIGNALBOX')).toBeInViewport();
    await expect(console.badge).toBeInViewport();
    const act = page.getByRole('button', { name: /^(Ack|Complete)$/ }).first();
    await expect(act).toBeInViewport({ ratio: 1 });
    for (const name of ['Next page', 'Last page']) {
      await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
    }

    await test.step('nor with the detail open', async () => {
      await page.getByText(long).first().click();
      const { panel } = console.detail(long);
      await expect(panel.getByRole('button', { name: 'Complete' })).toBeInViewport({ ratio: 1 });
      await expect(panel.getByRole('button', { name: 'Close' })).toBeInViewport({ ratio: 1 });
      expect(await overhanging(page)).toBeLessThanOrEqual(0);
      const widest = await panel.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(widest).toBeLessThanOrEqual(0);
    });
  });
}
