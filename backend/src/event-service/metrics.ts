import { Counter, Gauge, type Registry } from 'prom-client';
import type { DatabaseWatch } from './live/database-watch.ts';
import type { LiveFeed } from './live/live-feed.ts';

/** What an operator of the gateway wants to see. */
export function measureFeed(
  registry: Registry,
  { feed, watch }: { feed: LiveFeed; watch: DatabaseWatch },
): void {
  const registers = [registry];
  new Gauge({
    name: 'signalbox_database_service_up',
    help: 'Whether the database service answers.',
    registers,
    collect() {
      this.set(watch.isUp ? 1 : 0);
    },
  });
  new Gauge({
    name: 'signalbox_sse_clients',
    help: 'Open streams.',
    registers,
    collect() {
      this.set(feed.clients.length);
    },
  });
  new Gauge({
    name: 'signalbox_sse_buffer_bytes',
    help: 'Bytes that wait for slow readers, all streams together.',
    registers,
    collect() {
      this.set(feed.clients.reduce((sum, { stream }) => sum + stream.bufferedBytes, 0));
    },
  });
  new Counter({
    name: 'signalbox_sse_disconnects_total',
    help: 'Streams that ended: closed by us, left by their reader, or cut because it was too slow.',
    labelNames: ['reason'],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(feed.ends)) this.inc({ reason }, count);
    },
  });
}
