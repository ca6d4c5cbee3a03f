/**
 * Takes the pictures of the real console that the README shows: `node e2e/screenshots/take.ts [FOLDER]`.
 * Starts services of its own, plays a storm into them, and lets two people decide a few things.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from '@playwright/test';
import buildConsoleWhenStale from '../support/build-console.ts';
import { ConsolePage } from '../support/console-page.ts';
import { launchBrowser } from '../support/launch-browser.ts';
import { Product } from '../support/product.ts';
import { playStorm } from './storm.ts';

const root = path.resolve(import.meta.dirname, '../..');

interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** One picture: what the page shows when it is taken. */
type Pose = (console: ConsolePage) => Promise<void>;

class Photographer {
  private readonly browser: Browser;
  private readonly folder: string;

  constructor(browser: Browser, folder: string) {
    this.browser = browser;
    this.folder = folder;
  }

  async takes(name: string, url: string, pose: Pose, look: Look = {}): Promise<void> {
    const { width = 1440, height = 900, colorScheme = 'light' } = look;
    const page = await this.browser.newPage({ viewport: { width, height }, colorScheme, locale: 'en-GB' });
    const console_ = new ConsolePage(page, url);
    await console_.isUsedBy('Ana Ruiz');
    await pose(console_);
    const file = path.join(this.folder, `${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled' });
    await page.close();
    process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
  }
}

const board =
  (search = ''): Pose =>
  async (console_) => {
    await console_.open(search);
    await console_.isLive();
    await console_.page.evaluate(() => document.fonts.ready);
  };

/** Some news behind the pill make the board as it mostly is. */
const runningBoard: Pose = async (console_) => {
  await board()(console_);
  await console_.pill.waitFor();
};

async function takeEmpty(photographer: Photographer, { url }: Product): Promise<void> {
  await photographer.takes('empty', url, async (console_) => {
    await board()(console_);
    await console_.face('Nothing reported yet').waitFor();
  });
}

async function takeStorm(photographer: Photographer, product: Product): Promise<void> {
  const { apart } = await playStorm(product);
  const { url } = product;
  const detail = board(`?event=${apart}`);
  await photographer.takes('board-light', url, runningBoard);
  await photographer.takes('board-dark', url, runningBoard, { colorScheme: 'dark' });
  await photographer.takes('needs-attention', url, board('?state=open&sort=-status'));
  await photographer.takes('detail-light', url, detail);
  await photographer.takes('detail-dark', url, detail, { colorScheme: 'dark' });
  await photographer.takes('narrow', url, board(), { width: 360, height: 780 });
  await photographer.takes('narrow-dark', url, board(), { width: 360, height: 780, colorScheme: 'dark' });
  await photographer.takes('narrow-detail', url, detail, { width: 360, height: 780 });
  await photographer.takes('wide', url, runningBoard, { width: 1920, height: 1080 });
  await photographer.takes('completing', url, completing);
  await photographer.takes('offline', url, async (console_) => {
    await board()(console_);
    await product.killEventService();
    await console_.strip.waitFor();
  });
}

const completing: Pose = async (console_) => {
  await board('?state=open&sort=-status')(console_);
  await console_.page.keyboard.press('j');
  await console_.page.keyboard.press('c');
  await console_.page.getByText('How long should this hold?').waitFor();
};

async function withProduct(work: (product: Product) => Promise<void>): Promise<void> {
  const product = await Product.start();
  try {
    await work(product);
  } finally {
    await product.stop();
  }
}

const folder = path.resolve(root, process.argv[2] ?? 'docs/pictures');
await mkdir(folder, { recursive: true });
await buildConsoleWhenStale();
const browser = await launchBrowser();
try {
  const photographer = new Photographer(browser, folder);
  await withProduct((product) => takeEmpty(photographer, product));
  await withProduct((product) => takeStorm(photographer, product));
} finally {
  await browser.close();
}
