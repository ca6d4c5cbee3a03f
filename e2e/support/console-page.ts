import { expect, type Locator, type Page } from '@playwright/test';
import type { State, Status } from '@signalbox/contracts';
import { DetailPanel } from './detail-panel.ts';

const STATUS_WORDS: Record<Status, string> = { ok: 'OK', warning: 'WARNING', error: 'ERROR' };
const STATE_WORDS: Record<State, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  completed: 'Completed',
};

/** What a person can see in a row. */
export interface Seen {
  readonly status?: Status;
  readonly state?: State;
  readonly who?: string;
  readonly message?: string;
  /** Where the two truths touch: `source reopened: failed again`. */
  readonly tie?: string;
}

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The console as a person uses it. */
export class ConsolePage {
  readonly page: Page;
  private readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
  }

  /** The name that this person's decisions carry, as if given on an earlier visit. */
  async isUsedBy(name: string): Promise<void> {
    await this.page.addInitScript((given) => localStorage.setItem('signalbox.name', given), name);
  }

  /** Gives the name by hand. */
  async introduces(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /^You act as/ }).click();
    await this.page.getByLabel('The name that your decisions carry').fill(name);
    await this.page.getByRole('button', { name: 'Keep' }).click();
    await expect(this.page.getByRole('button', { name: `You act as ${name}` })).toBeVisible();
  }

  /** Opens the board, as any address of it: `?status=error`. */
  async open(search = ''): Promise<void> {
    await this.page.goto(`${this.url}/${search}`);
  }

  async isLive(): Promise<void> {
    await expect(this.connection).toHaveText('Connection: Live');
  }

  /** Nothing moves any more when its letters are there. */
  async hasItsFonts(): Promise<void> {
    await this.page.evaluate(() => document.fonts.ready);
  }

  get connection(): Locator {
    return this.page.getByText(/^Connection: /);
  }

  get badge(): Locator {
    return this.page.locator('sb-trust-badge').getByRole('button').first();
  }

  get rows(): Locator {
    return this.page.locator('sb-event-row');
  }

  /** The row of an event, by its key. */
  row(key: string): Locator {
    return this.page.getByRole('row', { name: new RegExp(`^${literally(key)}, `) });
  }

  /** The same where there is little room. */
  card(key: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: key });
  }

  async sees(key: string, seen: Seen = {}): Promise<void> {
    const row = this.row(key);
    await expect(row).toBeVisible();
    if (seen.status) await expect(row).toContainText(STATUS_WORDS[seen.status]);
    if (seen.state)
      await expect(row.getByRole('gridcell', { name: STATE_WORDS[seen.state], exact: true })).toBeVisible();
    if (seen.who) await expect(row.locator('.who')).toContainText(seen.who);
    if (seen.message) await expect(row.getByRole('gridcell', { name: seen.message })).toBeVisible();
    if (seen.tie) await expect(row.locator('sb-tie')).toContainText(seen.tie, { useInnerText: true });
  }

  async completes(key: string): Promise<void> {
    await this.row(key).getByRole('button', { name: 'Complete' }).click();
  }

  async acknowledges(key: string): Promise<void> {
    await this.row(key).getByRole('button', { name: 'Ack', exact: true }).click();
  }

  async reopens(key: string): Promise<void> {
    await this.row(key).getByRole('button', { name: 'Reopen' }).click();
  }

  /** Opens the detail of an event by a click on its row. */
  async looksInto(key: string): Promise<DetailPanel> {
    await this.row(key).getByRole('gridcell').nth(4).click();
    return this.detail(key);
  }

  detail(key: string): DetailPanel {
    return new DetailPanel(this.page.getByRole('complementary', { name: `Event ${key}` }));
  }

  /** What waits to be shown: `3 new`. */
  get pill(): Locator {
    return this.page.getByRole('button', { name: / new$/ });
  }

  get left(): Locator {
    return this.page.getByRole('button', { name: / left this view$/ });
  }

  async follows(): Promise<void> {
    await this.page.getByRole('button', { name: 'Follow' }).click();
  }

  get search(): Locator {
    return this.page.getByRole('searchbox', { name: 'Search' });
  }

  /** The sentence at the foot: what a command did, or why it did not. */
  get notice(): Locator {
    return this.page.locator('sb-notice-line');
  }

  /** What the console itself knows, above the rows. */
  get strip(): Locator {
    return this.page.locator('sb-board-strip .strip');
  }

  face(title: string): Locator {
    return this.page.getByRole('heading', { name: title });
  }
}
