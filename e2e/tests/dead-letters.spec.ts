import { expect, test } from '../support/test-with-broker.ts';
import { violations } from '../support/violations.ts';

const key = 'lane-07/barrier';
const broken = JSON.stringify({ status: 'broken', message: 'Barrier does not answer', key });

test('a message that could not be taken is mended, and its event stands on the board', async ({
  broker,
  console,
  deadLetters,
  page,
}) => {
  const { entry, panel } = deadLetters;
  await broker.brings('plaza-north', broken);
  await broker.brings('payments', '{');
  await broker.hasDeadLetters(2);

  await test.step('the board tells how many there are, and leads there and back', async () => {
    await console.open();
    await expect(entry).toHaveAccessibleName('2 dead letters');
    await entry.press('Enter');
    await expect(panel.getByRole('heading', { name: '2 dead letters' })).toBeFocused();
    await expect(page).toHaveURL(/\?dead-letters=list$/);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(entry).toBeFocused();
    await page.keyboard.press('Enter');
  });

  await test.step('sent again as it was, it comes back', async () => {
    await deadLetters.reads('plaza-north');
    await expect(panel.getByRole('region', { name: 'What was sent' })).toHaveText(broken);
    await page.keyboard.press('r');
    await expect(deadLetters.letter('Replayed')).toBeVisible();
    await panel.getByRole('button', { name: 'Look at it' }).click();
    await expect(panel).toContainText('Came back: replayed from here, and refused again.');
  });

  await test.step('mended it is taken, once it is JSON', async () => {
    await deadLetters.mends(broken.replace('"broken",', '"error"'));
    await expect(panel.getByRole('alert')).toContainText('It is not JSON, line 1');
    expect(await violations(page)).toEqual([]);
    await deadLetters.sends(broken.replace('broken', 'error'));
    await console.sees(key, { status: 'error', state: 'open', message: 'Barrier does not answer' });
    await expect(entry).toHaveAccessibleName('1 dead letter');
    await expect(panel.getByRole('button', { name: '2 gone' })).toBeVisible();
  });

  await test.step('another is thrown away, when that was confirmed', async () => {
    await deadLetters.reads('payments');
    await page.keyboard.press('d');
    await expect(panel.getByRole('button', { name: 'Keep it' })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(panel.getByRole('status')).toHaveText('Discarded.');
    await expect(panel.getByRole('heading', { name: 'No dead letters' })).toBeVisible();
    await expect(entry).toBeHidden();
    await broker.hasDeadLetters(0);
  });
});

test('on a narrow and dark screen they take the whole of it, and axe finds no violation', async ({
  broker,
  console,
  deadLetters,
  page,
}) => {
  const { entry, letters, panel } = deadLetters;
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 740 });
  await broker.brings('payments', Buffer.from([0xff, 0x00]));
  await broker.hasDeadLetters(1);
  await console.open();
  await entry.click();
  await expect(letters).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
  await deadLetters.reads('payments');
  await expect(letters).toHaveCount(0);
  await expect(panel).toContainText('not text, so shown as base64');
  await deadLetters.mends('7');
  await expect(panel.getByRole('alert')).toContainText('It is JSON, but no report');
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'All' }).click();
  await expect(letters).toHaveCount(1);
});
