import { test as base } from '@playwright/test';
import { Closing } from './closing.ts';
import { ConsolePage } from './console-page.ts';
import { Middlebox } from './middlebox.ts';
import { Product } from './product.ts';
import { Source } from './source.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  /** Whether the test has services of its own: when it stops them, or wants an empty database. */
  ownProduct: boolean;
  product: Product;
  middlebox: Middlebox;
  console: ConsolePage;
  source: Source;
}

interface WorkerFixtures {
  shared: SharedProduct;
}

/** The services of a worker, once a test asks for them: tests share them and tell themselves apart by their sources. */
class SharedProduct {
  private started: Promise<Product> | undefined;

  get(): Promise<Product> {
    return (this.started ??= Product.start());
  }

  async stop(): Promise<void> {
    await (await this.started)?.stop();
  }
}

let sources = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownProduct: [false, { option: true }],

  shared: [
    async ({}, use) => {
      const shared = new SharedProduct();
      await use(shared);
      await shared.stop();
    },
    { scope: 'worker' },
  ],

  product: async ({ shared, ownProduct }, use, info) => {
    const product = ownProduct ? await Product.start() : await shared.get();
    await use(product);
    if (info.status !== info.expectedStatus) {
      info.annotations.push({ type: 'database', description: product.keepForALook() });
    }
    if (ownProduct) await product.stop();
  },

  middlebox: async ({ product }, use) => {
    const closing = new Closing();
    await use(await Middlebox.inFrontOf(product.url, closing));
    await closing.close();
  },

  console: async ({ page, product }, use) => {
    await use(new ConsolePage(page, product.url));
  },

  source: async ({ product }, use) => {
    sources += 1;
    await use(new Source(`plaza-${sources}`, product.database));
  },
});
