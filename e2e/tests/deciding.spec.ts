import { ConsolePage } from '../support/console-page.ts';
import { expect, test } from '../support/test.ts';

const key = 'lane-05/gate';

test('a decision under way is shown as sent, and the event stays as it is', async ({
  page,
  middlebox,
  source,
}) => {
  const console = new ConsolePage(page, middlebox.url);
  await source.reports('error', { key });
  await console.isUsedBy('Ana Ruiz');
  await console.open(`?source=${source.name}`);
  await console.isLive();
  middlebox.holds(/\/complete$/);
  await console.completes(key);
  await console.sees(key, { state: 'open', tie: 'Completed, sent' });
  await expect(console.row(key).getByRole('button', { name: 'Sending…' })).toBeDisabled();
  middlebox.releases();
  await console.sees(key, { state: 'completed', who: 'Ana Ruiz' });
});

test('a decision that got lost says so, and is sent again when asked', async ({
  page,
  middlebox,
  source,
}) => {
  const console = new ConsolePage(page, middlebox.url);
  await source.reports('error', { key });
  await console.open(`?source=${source.name}`);
  await console.isLive();
  middlebox.refuses(/\/acknowledge$/);
  await console.acknowledges(key);
  await console.sees(key, { state: 'open', tie: 'not sent' });
  await expect(console.notice).toContainText('not sent, the event service did not answer');
  middlebox.releases();
  await console.notice.getByRole('button', { name: 'Send again' }).click();
  await console.sees(key, { state: 'acknowledged' });
});

test('acknowledged, completed, undone and reopened from the row', async ({ console, source }) => {
  await source.reports('error', { key });
  await console.isUsedBy('Ana Ruiz');
  await console.open(`?source=${source.name}`);
  await console.acknowledges(key);
  await console.sees(key, { state: 'acknowledged', who: 'Ana Ruiz' });
  await console.completes(key);
  await console.sees(key, { state: 'completed', who: 'Ana Ruiz' });
  await console.notice.getByRole('button', { name: 'Undo' }).click();
  await console.sees(key, { state: 'acknowledged', who: 'Ana Ruiz' });
  await console.completes(key);
  await console.sees(key, { state: 'completed' });
  await console.reopens(key);
  await console.sees(key, { state: 'open' });

  const detail = await console.looksInto(key);
  await detail.tells([
    { what: 'Reopened', who: 'Ana Ruiz' },
    { what: 'Completed', who: 'Ana Ruiz', why: 'Holds until recovered.' },
    { what: 'Undone: acknowledged again', who: 'Ana Ruiz' },
    { what: 'Completed', who: 'Ana Ruiz', why: 'Holds until recovered.' },
    { what: 'Acknowledged', who: 'Ana Ruiz' },
    { what: /^First report/, who: source.name },
  ]);
});

test('assigned, commented and completed until worse in the detail', async ({ console, source }) => {
  await source.reports('warning', { key, attributes: { lane: 5, polls: { lost: 3 } } });
  await console.isUsedBy('Ana Ruiz');
  await console.open(`?source=${source.name}`);
  const detail = await console.looksInto(key);
  const press = (name: string) => detail.panel.getByRole('button', { name, exact: true }).click();

  await press('Attributes 2');
  await expect(detail.panel.getByText('{"lost":3}')).toBeVisible();
  await press('Assign');
  await detail.panel.getByLabel('Who shall have it').fill('Jonas Weber');
  await detail.panel.getByLabel('Who shall have it').press('Enter');
  await expect(detail.panel).toContainText('Jonas Weber has it');
  await press('Comment');
  await detail.panel.getByLabel('Comment', { exact: true }).fill('Spare part is ordered');
  await detail.panel.getByLabel('Comment', { exact: true }).press('Enter');
  await expect(detail.history).toHaveCount(3);

  await detail.panel.getByRole('button', { name: 'Complete' }).click();
  await press('Until worse');
  await detail.panel.getByLabel('Note, optional').fill('Known since May');
  await detail.panel.getByLabel('Note, optional').press('Enter');
  await console.sees(key, { state: 'completed', tie: 'until worse' });

  await source.reports('error', { key });
  await console.sees(key, { state: 'open', status: 'error' });
  await detail.tells([
    {
      what: 'Reopened by the source: ERROR, was WARNING',
      who: source.name,
      why: 'Held until worse than WARNING; ERROR is worse.',
    },
    { what: 'Completed', who: 'Ana Ruiz', why: '“Known since May” Holds until worse.' },
    { what: 'Comment', who: 'Ana Ruiz', why: '“Spare part is ordered”' },
    { what: 'Assigned to Jonas Weber', who: 'Ana Ruiz' },
    { what: /^First report/, who: source.name },
  ]);
});

test('what a source writes is text, whatever it looks like', async ({ console, page, source }) => {
  const message = '<img src=x onerror="document.title=1"> {{constructor}} \u202Etxet\u202C';
  await source.reports('error', { key: '<b>lane</b>', message });
  await console.open(`?source=${source.name}`);
  await console.sees('<b>lane</b>', { message });
  await (await console.looksInto('<b>lane</b>')).close();
  await expect(page).toHaveTitle('Signalbox');
});
