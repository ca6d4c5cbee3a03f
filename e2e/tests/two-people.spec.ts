import { ConsolePage } from '../support/console-page.ts';
import { expect, test } from '../support/test.ts';

const key = 'gate-02/exit';

test('the slower of two people is told who was faster, and sees the truth', async ({
  console: ana,
  browser,
  middlebox,
  product,
  source,
}) => {
  const jonas = new ConsolePage(await browser.newPage(), middlebox.url);
  await source.reports('error', { key });
  await ana.isUsedBy('Ana Ruiz');
  await jonas.isUsedBy('Jonas Weber');
  for (const person of [ana, jonas]) {
    await person.open();
    await person.isLive();
    await person.sees(key, { status: 'error', state: 'open' });
  }

  await test.step('both see the same version, and news no longer reach one of them', async () => {
    middlebox.starveStreams();
    await ana.completes(key);
    await ana.sees(key, { state: 'completed', who: 'Ana Ruiz' });
    await jonas.sees(key, { state: 'open' });
  });

  await test.step('who decides on what is no longer so is refused, and told why', async () => {
    await jonas.completes(key);
    await jonas.sees(key, { state: 'completed', who: 'Ana Ruiz', tie: 'Ana Ruiz was faster, not sent' });
    await expect(jonas.notice).toContainText(`${key}: Ana Ruiz completed it`);
    await expect(jonas.notice).toContainText('Yours was not sent.');
  });

  await test.step('who wants it nevertheless says so', async () => {
    await jonas.notice.getByRole('button', { name: 'Complete anyway' }).click();
    await jonas.sees(key, { state: 'completed', who: 'Jonas Weber' });
    await ana.sees(key, { state: 'completed', who: 'Jonas Weber' });
  });

  await test.step('the history keeps both, and nothing of what was refused', async () => {
    const [event] = (await product.database.listEvents({ source: [source.name] })).events;
    const { entries } = await product.database.readJournal(event?.id ?? '');
    const decided = entries.filter(({ actor }) => actor.kind === 'person');
    expect(decided.map(({ action, actor }) => `${actor.name} ${action}`)).toEqual([
      'Jonas Weber completed',
      'Ana Ruiz completed',
    ]);
  });
  await jonas.page.close();
});

test('a source that merely recovers takes nothing from a decision under way', async ({
  browser,
  middlebox,
  source,
}) => {
  const ana = new ConsolePage(await browser.newPage(), middlebox.url);
  await ana.isUsedBy('Ana Ruiz');
  await source.reports('error', { key });
  await ana.open(`?source=${source.name}`);
  await ana.isLive();
  await ana.acknowledges(key);
  await ana.sees(key, { state: 'acknowledged' });

  middlebox.starveStreams();
  await source.reports('warning', { key });
  await ana.sees(key, { status: 'error' });
  await ana.completes(key);
  await ana.sees(key, { status: 'warning', state: 'completed', who: 'Ana Ruiz' });
  await ana.page.close();
});
