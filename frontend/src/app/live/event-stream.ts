import type { ChangesAnswer, Health, Hello, Reset } from '@signalbox/contracts';

export interface StreamListener {
  hello(hello: Hello): void;
  change(answer: ChangesAnswer): void;
  reset(reset: Reset): void;
  health(health: Health): void;
  /** Something was heard, if only a heartbeat. */
  heard(): void;
  /** It is over, for whatever reason; called once. */
  lost(): void;
}

/** A gateway that accepts the connection but says nothing in this time is behind something that holds the stream back. */
const HELLO_WITHIN = 5_000;

/**
 * One attempt at the live stream. The browser's own reconnecting is not used: it would ask again for the place where
 * the page was read, and it gives up for good on any answer but 200.
 */
export function openEventStream(url: string, listener: StreamListener): () => void {
  const source = new EventSource(url);
  let over = false;
  const close = () => {
    over = true;
    clearTimeout(helloTimer);
    source.close();
  };
  const lose = () => {
    if (over) return;
    close();
    listener.lost();
  };
  const helloTimer = setTimeout(lose, HELLO_WITHIN);
  const on = <Body>(name: string, take: (body: Body) => void) =>
    source.addEventListener(name, (message: MessageEvent<string>) => {
      listener.heard();
      take(JSON.parse(message.data || 'null') as Body);
    });

  on<Hello>('hello', (hello) => {
    clearTimeout(helloTimer);
    listener.hello(hello);
  });
  on<ChangesAnswer>('change', (answer) => listener.change(answer));
  on<Reset>('reset', (reset) => listener.reset(reset));
  on<Health>('health', (health) => listener.health(health));
  on('bye', lose);
  source.onerror = lose;
  return close;
}
