import { expect, type Locator, type Page } from '@playwright/test';

/** The panel of the dead letters. */
export class DeadLettersPanel {
  readonly panel: Locator;
  /** On the board: the way to them. */
  readonly entry: Locator;

  constructor(page: Page) {
    this.panel = page.getByRole('complementary', { name: 'Dead letters' });
    this.entry = page.getByRole('button', { name: /dead letters?$/ });
  }

  get letters(): Locator {
    return this.panel.getByRole('option');
  }

  letter(subject: string): Locator {
    return this.letters.filter({ hasText: subject });
  }

  async reads(subject: string): Promise<void> {
    await this.letter(subject).click();
    await expect(this.panel.getByRole('region', { name: 'What was sent' })).toBeVisible();
  }

  async mends(body: string): Promise<void> {
    await this.panel.getByRole('button', { name: 'Mend and replay' }).click();
    await this.sends(body);
  }

  async sends(body: string): Promise<void> {
    await this.panel.getByLabel('What to send instead').fill(body);
    await this.panel.getByRole('button', { name: 'Replay mended' }).click();
  }
}
