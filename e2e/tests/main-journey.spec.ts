import { expect, test } from '../support/test.ts';

const key = 'lane-99/barrier';

test.use({ ownProduct: true });

test('an event arrives, a person completes it, and the source has the last word', async ({
  console,
  product,
  source,
}) => {
  await console.open();
  await expect(console.face('Nothing reported yet')).toBeVisible();
  await console.isLive();

  await test.step('the simulator fills the board, without reload', async () => {
    product.simulates('--scenario', 'steady', '--seed', '11', '--rate', '2');
    await expect(console.rows.nth(4)).toBeVisible();
    await console.follows();
    await source.reports('error', { key });
    await console.sees(key, { status: 'error', state: 'open' });
    await console.follows();
  });

  await test.step('a person gives their name and completes it', async () => {
    await console.introduces('Ana Ruiz');
    await console.completes(key);
    await console.sees(key, { status: 'error', state: 'completed', who: 'Ana Ruiz' });
  });

  await test.step('the source goes on to fail: completed, and visibly apart', async () => {
    await source.reports('error', { key });
    await console.sees(key, { state: 'completed', tie: 'source still ERROR ×1' });
  });

  await test.step('the source recovers and fails again, which ends the hold', async () => {
    await source.reports('ok', { key });
    await console.sees(key, { status: 'ok', state: 'completed' });
    await source.reports('error', { key, message: 'Barrier hangs half way' });
    await console.sees(key, { status: 'error', state: 'open', tie: 'source reopened: failed again' });
    await console.sees(key, { who: 'was Ana Ruiz' });
  });

  await test.step('the history says who, what and why', async () => {
    const detail = await console.looksInto(key);
    await detail.tells([
      {
        what: 'Reopened by the source: ERROR after OK',
        who: source.name,
        why: 'until recovered ended at its OK. It failed again.',
      },
      {
        what: 'OK: “Barrier answers”',
        who: source.name,
        why: 'Status follows. Already completed by a person.',
      },
      {
        what: 'Still ERROR',
        who: source.name,
        why: 'Holds by until recovered: same trouble, no worse, no OK since.',
      },
      { what: 'Completed', who: 'Ana Ruiz', why: 'Holds until recovered.' },
      { what: /^First report: “Barrier does not answer/, who: source.name, why: 'New, so open.' },
    ]);
    await expect(detail.panel).toContainText('Was completed by Ana Ruiz, until recovered');
  });
});
