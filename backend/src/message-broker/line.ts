import type { BrokerObserver } from './message-broker.ts';

type Told = 'nothing' | 'connected' | 'lost' | `refused: ${string}`;

/** The line to a broker, which may be several connections: it is well when each of them is. Tells each thing once. */
export class Line {
  readonly #observer: BrokerObserver;
  /** What keeps each connection from being used. */
  readonly #troubles = new Map<string, string>();
  /** What was told last; whatever is heard again of it is no news. */
  #told: Told = 'nothing';

  constructor(observer: BrokerObserver) {
    this.#observer = observer;
  }

  /** Why it cannot be used; undefined when it can. */
  get trouble(): string | undefined {
    const [first] = this.#troubles.values();
    return first;
  }

  /** For one of its connections. */
  part(name: string): BrokerObserver {
    this.#troubles.set(name, 'not connected yet');
    return this.step(name);
  }

  /** For what is done by its connections, which is well until it fails. */
  step(name: string): BrokerObserver {
    return {
      connected: () => {
        this.#troubles.delete(name);
        if (this.#troubles.size === 0 && this.#isNews('connected')) this.#observer.connected();
      },
      lost: (reason) => {
        this.#troubles.set(name, reason);
        if (this.#isNews('lost')) this.#observer.lost(reason);
      },
      refused: (refusal) => {
        this.#troubles.set(name, refusal.message);
        if (this.#isNews(`refused: ${refusal.message}`)) this.#observer.refused(refusal);
      },
    };
  }

  #isNews(told: Told): boolean {
    const isNews = this.#told !== told;
    this.#told = told;
    return isNews;
  }
}
