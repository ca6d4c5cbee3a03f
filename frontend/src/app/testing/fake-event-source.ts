/** An EventSource whose gateway is the test. */
export class FakeEventSource extends EventTarget {
  private static all: FakeEventSource[] = [];
  readonly url: string;
  onerror: (() => void) | null = null;
  isClosed = false;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.all.push(this);
  }

  static install(): void {
    FakeEventSource.all = [];
    vi.stubGlobal('EventSource', FakeEventSource);
  }

  static newest(): FakeEventSource {
    const newest = FakeEventSource.all.at(-1);
    if (!newest) throw new Error('No stream was opened.');
    return newest;
  }

  close(): void {
    this.isClosed = true;
  }

  say(name: string, body: unknown): void {
    if (!this.isClosed) this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(body) }));
  }

  fail(): void {
    if (!this.isClosed) this.onerror?.();
  }
}
