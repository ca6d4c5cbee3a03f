import { expect, type Locator } from '@playwright/test';

/** An entry of the history as it is read: what happened, who did it, and why. */
export interface HistoryLine {
  readonly what: string | RegExp;
  readonly who: string;
  readonly why?: string | RegExp;
}

/** The panel of the open event. */
export class DetailPanel {
  readonly panel: Locator;

  constructor(panel: Locator) {
    this.panel = panel;
  }

  get history(): Locator {
    return this.panel.getByRole('list').getByRole('listitem');
  }

  /** The whole history, newest first. */
  async tells(lines: readonly HistoryLine[]): Promise<void> {
    await expect(this.history).toHaveCount(lines.length);
    for (const [index, { what, who, why }] of lines.entries()) {
      const line = this.history.nth(index);
      await expect(line.locator('.what')).toHaveText(what);
      await expect(line.locator('.by')).toHaveText(who);
      if (why) await expect(line.locator('.why')).toHaveText(why);
      await expect(line.locator('time')).toHaveText(/^\d\d:\d\d:\d\d$/);
    }
  }

  async close(): Promise<void> {
    await this.panel.getByRole('button', { name: 'Close' }).click();
    await expect(this.panel).toBeHidden();
  }
}
