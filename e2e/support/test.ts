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
  products: Products;
}

/** The services of one test file at a time: a file's tests share them and tell themselves apart by their sources. */
class Products {
  private file = '';
  private current: Product | undefined;

  async of(file: string): Promise<Product> {
    if (this.current && this.file === file) return this.current;
    await this.stop();
    this.file = file;
    this.current = await Product.start();
    return this.current;
  }

  async stop(): Promise<void> {
    await this.current?.stop();
    this.current = undefined;
  }
}

let sources = 0;

export const test = base.extend<Fixtures, WorkerFixtures>({
  ownProduct: [false, { option: true }],

  products: [
    async ({}, use) => {
      const products = new Products();
      await use(products);
      await products.stop();
    },
    { scope: 'worker' },
  ],

  product: async ({ products, ownProduct }, use, info) => {
    const product = ownProduct ? await Product.start() : await products.of(info.file);
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
