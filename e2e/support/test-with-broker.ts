import { Broker } from './broker.ts';
import { Closing } from './closing.ts';
import { DeadLettersPanel } from './dead-letters-panel.ts';
import { Product } from './product.ts';
import { test as base } from './test.ts';

export { expect } from './test.ts';

interface World {
  readonly broker: Broker;
  readonly product: Product;
}

/** As `test`, with a product that brings reports from a broker too. */
export const test = base.extend<{ broker: Broker; deadLetters: DeadLettersPanel }, { world: World }>({
  world: [
    async ({}, use) => {
      const closing = new Closing();
      const broker = await Broker.start(closing);
      const product = await Product.start({ brokerUrl: broker.url });
      closing.after(() => product.stop());
      await use({ broker, product });
      await closing.close();
    },
    { scope: 'worker' },
  ],
  broker: ({ world }, use) => use(world.broker),
  product: ({ world }, use) => use(world.product),
  deadLetters: ({ page }, use) => use(new DeadLettersPanel(page)),
});
