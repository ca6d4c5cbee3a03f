import type { OperationalEvent } from '@signalbox/contracts';
import { randomNumbers } from '../support/random-numbers.ts';
import { ConsolePage } from '../support/console-page.ts';
import type { Product } from '../support/product.ts';
import type { Source } from '../support/source.ts';
import { expect, test } from '../support/test.ts';

const KEYS = Array.from({ length: 24 }, (_, index) => `lane-${String(index + 1).padStart(2, '0')}/barrier`);
const STATUSES = ['ok', 'warning', 'error'] as const;
const CUTS = 50;

/** Every report says something else, so that a change that was missed can be seen. */
function chatter(source: Source) {
  const random = randomNumbers(7);
  let number = 0;
  return async () => {
    const reports = Array.from({ length: 3 }, () => ({
      key: KEYS[Math.floor(random() * KEYS.length)] ?? '',
      status: STATUSES[Math.floor(random() * STATUSES.length)] ?? 'ok',
      message: `Report ${(number += 1)}`,
    }));
    await source.reportsAll(reports);
  };
}

/** What a row says of an event; every change of the event changes it. */
const wordsOf = ({ key, status, state, message, reports }: OperationalEvent) =>
  [key, status.toUpperCase(), state, message, `×${reports}`].join(' | ');

async function wordsOnScreen(console: ConsolePage): Promise<string[]> {
  return console.rows.evaluateAll((rows) =>
    rows.map((row) => {
      const text = (selector: string) => row.querySelector(selector)?.textContent.trim() ?? '';
      const [key, status, state] = [text('.key'), text('sb-status-word'), text('.state').toLowerCase()];
      return [key, status, state, text('.message'), text('.reports')].join(' | ');
    }),
  );
}

async function wordsInDatabase(product: Product, source: Source): Promise<string[]> {
  const { events } = await product.database.listEvents({ source: [source.name], limit: 50 });
  return events.map(wordsOf);
}

test('a stream that is cut 50 times while events flow loses nothing', async ({
  page,
  middlebox,
  product,
  source,
}) => {
  const console = new ConsolePage(page, middlebox.url);
  await source.reportsAll(KEYS.map((key) => ({ key, status: 'error' as const })));
  await console.open(`?source=${source.name}`);
  await console.isLive();
  await expect(console.rows).toHaveCount(KEYS.length);

  const talk = chatter(source);
  for (let cut = 0; cut < CUTS; cut += 1) {
    await expect.poll(() => middlebox.openStreams, { intervals: [10] }).toBe(1);
    await talk();
    // Some before the greeting, some in the middle of a frame, some after all was said.
    if (cut % 3 > 0)
      await expect
        .poll(() => middlebox.streamed, { intervals: [10] })
        .toBeGreaterThan(cut % 3 === 1 ? 0 : 2_000);
    middlebox.cutStreams();
    await talk();
  }

  await test.step('every row is as the database has it, and the page was read once', async () => {
    const truth = (await wordsInDatabase(product, source)).sort();
    await expect.poll(async () => (await wordsOnScreen(console)).sort()).toEqual(truth);
    expect(middlebox.howOftenAsked(/^\/api\/events\?/)).toBe(1);
    await console.isLive();
  });

  await test.step('read anew, it is the same page in the same order', async () => {
    await page.reload();
    await expect(console.rows).toHaveCount(KEYS.length);
    expect(await wordsOnScreen(console)).toEqual(await wordsInDatabase(product, source));
  });
});

test('where the stream is blocked, polling takes over, and gives way again', async ({
  page,
  middlebox,
  source,
}) => {
  const console = new ConsolePage(page, middlebox.url);
  middlebox.refuses(/^\/api\/stream/);
  await source.reports('error', { key: 'lane-01/camera' });
  await console.open(`?source=${source.name}`);
  await expect(console.connection).toHaveText('Connection: Polling');
  await console.sees('lane-01/camera', { status: 'error' });

  await source.reports('ok', { key: 'lane-01/camera', message: 'Camera sees again' });
  await console.sees('lane-01/camera', { status: 'ok', message: 'Camera sees again' });
  await console.badge.click();
  await expect(page.getByRole('region', { name: 'What the connection means' })).toContainText(
    'The console asks every 3 seconds instead',
  );

  middlebox.releases();
  await page.getByRole('button', { name: 'Connect now' }).click();
  await console.isLive();
});
