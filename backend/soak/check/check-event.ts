import type { JournalEntry, OperationalEvent } from '@signalbox/contracts';
import { replay } from '@signalbox/contracts/lifecycle';
import { isDeepStrictEqual } from 'node:util';
import type { FeedEntry } from './evidence.ts';
import { type Findings, noFindings } from './findings.ts';

/** An event with its own history, oldest entry first, as both were read while nothing changed it. */
export interface StoredEvent {
  readonly event: OperationalEvent;
  readonly entries: readonly JournalEntry[];
}

/** Whether the history of an event, up to this entry, is what the feed told of it, and gives the event when it is replayed. */
export function checkEvent(
  { event, entries }: StoredEvent,
  told: readonly FeedEntry[],
  upTo: number,
): Findings {
  const findings = noFindings();
  const own = entries.map(({ seq }) => seq).filter((seq) => seq <= upTo);
  const feed = told.map(({ seq }) => seq);
  if (!isDeepStrictEqual(own, feed))
    findings.differing.push(
      `event ${event.id}: its history has ${own.length} entries, the feed ${feed.length}`,
    );
  const { id, source, key } = event;
  const difference = differenceOf(event, replay({ id, source, key }, entries));
  if (difference) findings.differing.push(`event ${event.id}: replayed, ${difference}`);
  return findings;
}

/** What no journal keeps. */
const NOT_KEPT = new Set(['type', 'attributes']);

function differenceOf(event: OperationalEvent, replayed: OperationalEvent | undefined): string | undefined {
  if (!replayed) return 'there is nothing';
  const [is, mustBe] = [new Map(Object.entries(event)), new Map(Object.entries(replayed))];
  const names = [...new Set([...is.keys(), ...mustBe.keys()])].filter((name) => !NOT_KEPT.has(name));
  const wrong = names.find((name) => !isDeepStrictEqual(is.get(name), mustBe.get(name)));
  return (
    wrong && `${wrong} would be ${JSON.stringify(mustBe.get(wrong))} and is ${JSON.stringify(is.get(wrong))}`
  );
}
