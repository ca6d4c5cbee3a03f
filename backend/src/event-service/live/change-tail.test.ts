import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { eventually } from '../../../test/support/eventually.ts';
import { makeChange } from '../../../test/support/make-change.ts';
import { type FeedItem, ProblemAnswerError, UnreachableError } from '../../database-client/index.ts';
import { ChangeTail } from './change-tail.ts';

const change = (seq: number): FeedItem => ({
  kind: 'change',
  cursor: `e-${seq}`,
  entries: [makeChange(seq, 'a')],
  refresh: false,
});
const gone = (cursor: string) =>
  new ProblemAnswerError(
    { type: 'urn:signalbox:problem:cursor-gone', title: 'Gone', status: 410, cursor },
    410,
    undefined,
  );

/** One connection: it gives these items, and then fails so; without an error it stays open. */
interface Connection {
  readonly items: readonly FeedItem[];
  readonly error?: Error;
}

function follow(t: TestContext, connections: Connection[]) {
  const heard: string[] = [];
  const asked: (string | undefined)[] = [];
  const tail = new ChangeTail({
    client: {
      changes: async () => ({ cursor: 'e-1', entries: [], refresh: false }),
      changesStream: async function* ({ after }, { signal } = {}) {
        asked.push(after);
        const { items, error } = connections.shift() ?? { items: [] };
        yield* items;
        if (error) throw error;
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
    },
    onBatch: ({ after, cursor }) => heard.push(`${after} to ${cursor}`),
    onPlace: (cursor, previous) => heard.push(`at ${cursor}, was ${previous}`),
    onTrouble: (error) => heard.push((error as Error).message),
  });
  void tail.start();
  t.after(() => tail.stop());
  return { tail, heard, asked };
}

describe('the tail of the feed', () => {
  it('starts from now, and says from where to where each batch leads', async (t) => {
    const { tail, heard } = follow(t, [{ items: [{ kind: 'opened' }, change(2), change(5)] }]);
    await eventually(() => assert.deepEqual(heard, ['at e-1, was null', 'e-1 to e-2', 'e-2 to e-5']));
    assert.equal(tail.cursor, 'e-5');
  });

  it('goes on where it was when the connection is lost', async (t) => {
    const { heard, asked } = follow(t, [
      { items: [change(2)], error: new UnreachableError('cut') },
      { items: [], error: new UnreachableError('refused') },
      { items: [{ kind: 'opened' }, change(3)] },
    ]);
    await eventually(() => assert.deepEqual(asked, ['e-1', 'e-2', 'e-2']));
    await eventually(() => assert.deepEqual(heard.slice(1), ['e-1 to e-2', 'cut', 'refused', 'e-2 to e-3']));
  });

  it('moves where it is told when its cursor leads nowhere, by an answer or within the stream', async (t) => {
    const { heard, asked } = follow(t, [
      { items: [], error: gone('f-7') },
      { items: [{ kind: 'opened' }, { kind: 'reset', cursor: 'g-3' }] },
    ]);
    await eventually(() =>
      assert.deepEqual(heard, ['at e-1, was null', 'at f-7, was e-1', 'at g-3, was f-7']),
    );
    assert.deepEqual(asked, ['e-1', 'f-7']);
  });

  it('connects anew when it is told to, and waits for nothing', async (t) => {
    const { tail, asked } = follow(t, [{ items: [{ kind: 'opened' }] }]);
    await eventually(() => assert.equal(asked.length, 1));
    tail.reconnect();
    await eventually(() => assert.equal(asked.length, 2));
  });

  it('stops in the middle of a connection', async (t) => {
    const { tail, asked } = follow(t, [{ items: [{ kind: 'opened' }] }]);
    await eventually(() => assert.equal(asked.length, 1));
    await tail.stop();
  });
});
