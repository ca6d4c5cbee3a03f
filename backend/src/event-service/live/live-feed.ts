import type { EventFilter } from '@signalbox/contracts';
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../../service-kit/problem.ts';
import type { SseEnd } from '../../service-kit/sse-stream.ts';
import { CatchUp, type FeedParts } from './catch-up.ts';
import type { ChangeBatch } from './change-batch.ts';
import { SYSTEM_CLOCK, type Clock } from './clock.ts';
import { distance, sameEpoch } from './cursor.ts';
import type { DatabaseHealth } from './database-watch.ts';
import { Deliveries } from './deliveries.ts';
import { FeedGroup, type FeedGroupParts } from './feed-group.ts';
import { LiveClient } from './live-client.ts';

/** Each holds a socket and up to 1 MiB: a room full of screens, and about 1 GiB when all of them stop reading at once. */
const STREAMS_MOST = 1_000;

/** From the one tail to every browser: who is connected, with which filter, and whether it is where the tail is. */
export class LiveFeed {
  private readonly parts: FeedParts;
  private readonly groups = new Map<string, FeedGroup>();
  private readonly groupParts: FeedGroupParts;
  private readonly catchUp: CatchUp;
  /** How many streams ended, and how. */
  readonly ends: Record<SseEnd, number> = { closed: 0, gone: 0, slow: 0 };

  constructor(parts: FeedParts, clock: Clock = SYSTEM_CLOCK) {
    this.parts = parts;
    this.groupParts = { clock, deliveries: new Deliveries(), buffer: parts.buffer };
    this.catchUp = new CatchUp(parts, clock, (client) => this.groupOf(client).join(client));
  }

  get clients(): readonly LiveClient[] {
    return [...this.catchUp.clients, ...[...this.groups.values()].flatMap(({ clients }) => [...clients])];
  }

  /** Opens a stream that goes on after a cursor, or from now. */
  connect(reply: FastifyReply, filter: EventFilter, after: string | undefined): void {
    if (this.clients.length >= (this.parts.streamsMost ?? STREAMS_MOST)) {
      throw new ProblemError('busy', 'Too many streams are open already.');
    }
    const { watch, tail } = this.parts;
    const { clock } = this.groupParts;
    const client = new LiveClient(reply, { filter, cursor: after ?? tail.cursor, clock });
    void client.stream.end.then((how) => this.leave(client, how));
    client.hello(watch.health, {
      resumed: after !== undefined,
      behind: distance(client.cursor, tail.cursor),
      broker: this.parts.hasBroker ?? false,
    });
    this.catchUp.add(client);
  }

  take(batch: ChangeBatch): void {
    this.parts.buffer.push(batch);
    for (const group of this.groups.values()) group.take(batch);
    this.catchUp.retry();
  }

  /** The tail found its place. Browsers that followed it to another one must read their page anew. */
  moveTo(cursor: string, previous: string | null): void {
    this.parts.buffer.clear();
    const reason = previous !== null && sameEpoch(previous, cursor) ? 'cursor-gone' : 'restored';
    for (const group of this.groups.values()) {
      group.restart(cursor);
      for (const client of group.clients) client.reset(cursor, reason);
    }
    this.catchUp.retry();
  }

  tellHealth(health: DatabaseHealth): void {
    for (const client of this.clients) client.health(health);
    this.catchUp.retry();
  }

  /** Streams end before anything else does: an open one would keep the server from closing. */
  close(): void {
    for (const client of this.clients) client.bye();
    for (const group of this.groups.values()) group.stop();
  }

  private groupOf({ filter }: LiveClient): FeedGroup {
    const key = filterKey(filter);
    const { cursor } = this.parts.tail;
    const group = this.groups.get(key) ?? new FeedGroup(filter, cursor ?? '', this.groupParts);
    this.groups.set(key, group);
    return group;
  }

  private leave(client: LiveClient, how: SseEnd): void {
    this.ends[how] += 1;
    this.catchUp.remove(client);
    const key = filterKey(client.filter);
    const group = this.groups.get(key);
    group?.clients.delete(client);
    if (group?.clients.size !== 0) return;
    group.stop();
    this.groups.delete(key);
  }
}

/** The same for filters that say the same to a feed, which cannot judge `q`, `from` and `to`. */
const filterKey = ({ q: _q, from: _from, to: _to, ...filter }: EventFilter): string =>
  JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
