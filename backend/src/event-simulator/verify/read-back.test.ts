import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EXAMPLE_EVENT, type OperationalEvent } from '@signalbox/contracts';
import { readBack, type ReadBackOptions } from './read-back.ts';

/** A service with one event that people change as often as they like while it is read. */
class ChangingEvent {
  #changesLeft: number;
  #event: OperationalEvent = EXAMPLE_EVENT;

  constructor(changes: number) {
    this.#changesLeft = changes;
  }

  readonly client: ReadBackOptions['client'] = {
    listEvents: async () => ({ events: [this.#event], next: null, previous: null, cursor: '9f3c-7' }),
    readEvent: async () => this.#event,
    readJournal: async () => {
      const { version } = this.#event;
      if (this.#changesLeft-- > 0) this.#event = { ...this.#event, version: version + 1 };
      return { entries: [{ ...ENTRY, version }], next: null };
    },
  };

  readBack() {
    const { signal } = new AbortController();
    return readBack({ client: this.client, sources: [EXAMPLE_EVENT.source], upTo: 7, signal });
  }
}

const ENTRY = {
  seq: 7,
  eventId: EXAMPLE_EVENT.id,
  at: EXAMPLE_EVENT.changedAt,
  action: 'completed',
  actor: { kind: 'person', name: 'Ana Ruiz' },
  status: EXAMPLE_EVENT.status,
  state: EXAMPLE_EVENT.state,
} as const;

describe('reading back an event that people change meanwhile', () => {
  it('gives it with the history that made it', async () => {
    const [stored] = await new ChangingEvent(3).readBack();
    assert.ok(stored);
    assert.equal(stored.event.version, EXAMPLE_EVENT.version + 3);
    assert.equal(stored.journal.at(-1)?.version, stored.event.version);
  });

  it('gives up on one that never rests', async () => {
    await assert.rejects(new ChangingEvent(Infinity).readBack(), /changes faster than it can be read/);
  });
});
