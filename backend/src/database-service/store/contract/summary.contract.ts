import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventFilter, Summary } from '@signalbox/contracts';
import { numbered, storeWorld, type OpenStore } from './store-world.ts';

const countOf = ({ counts }: Summary, state: string, status: string) =>
  counts.find((one) => one.state === state && one.status === status)?.count;

export function summaryContract(open: OpenStore): void {
  describe('counts', () => {
    it('exactly, by state, status, source and diverged, as events change', async (t) => {
      const { report, reports, command, store } = await storeWorld(t, open);
      const summary = (filter: EventFilter = {}) => store.summarize({ filter, buckets: 60 });
      await reports(
        { key: 'a' },
        { key: 'b', status: 'warning' },
        { key: 'c', status: 'ok', source: 'other' },
      );
      const { id } = await report({ key: 'd' });
      await command(id, 'complete', {});
      await report({ key: 'd' });
      const all = await summary();
      assert.deepEqual([all.total, all.exact, all.diverged], [4, true, 1]);
      assert.deepEqual(
        [countOf(all, 'open', 'error'), countOf(all, 'open', 'warning'), countOf(all, 'completed', 'error')],
        [1, 1, 1],
      );
      assert.equal(all.counts.length, 9);
      const open_ = await summary({ state: ['open'] });
      assert.deepEqual([open_.total, open_.diverged, countOf(open_, 'completed', 'error')], [2, 0, 1]);
      const other = await summary({ source: ['other'] });
      assert.deepEqual([other.total, other.exact, countOf(other, 'completed', 'ok')], [1, true, 1]);
      const diverged = await summary({ diverged: true });
      assert.deepEqual([diverged.total, countOf(diverged, 'open', 'error')], [1, 0]);
      await report({ key: 'd', status: 'ok' });
      assert.equal((await summary()).diverged, 0);
    });

    it('by any other filter among as many events as the bound allows', async (t) => {
      const { reports, store } = await storeWorld(t, open);
      await reports(...numbered(30).map((key, index) => ({ key, type: index < 10 ? 'gate' : 'lane' })));
      const typed = await store.summarize({ filter: { type: ['gate'] }, buckets: 1 });
      assert.deepEqual([typed.total, typed.exact], [10, true]);
      const found = await store.summarize({ filter: { q: 'key-0003' }, buckets: 1 });
      assert.equal(found.total, 1);
      const { id } = (await reports({}))[0] ?? {};
      assert.equal((await store.summarize({ filter: { id: [id ?? ''] }, buckets: 1 })).total, 1);
    });

    it('says who reported last', async (t) => {
      const { report, store, advance, time } = await storeWorld(t, open);
      assert.equal((await store.summarize({ filter: {}, buckets: 1 })).lastReport, undefined);
      await report();
      advance(5);
      const { id } = await report({ source: 'gantry-114', time: time(-600) });
      assert.ok(id);
      const { lastReport } = await store.summarize({ filter: {}, buckets: 1 });
      assert.deepEqual(lastReport, { at: time(), source: 'gantry-114' });
    });
  });

  describe('draws the histogram', () => {
    it('of applied reports by minute and status, obeying source and time', async (t) => {
      const { reports, store, time } = await storeWorld(t, open);
      await reports(
        { time: time(-150) },
        { time: time(-70), status: 'warning' },
        { time: time(-60), status: 'ok' },
        { time: time(-3_600), status: 'error' }, // late: not applied
        { source: 'other', time: time(-60) },
        { source: 'other', key: 'future', time: time(3_600) }, // skewed: counts at receipt
      );
      const read = (filter: EventFilter = {}) =>
        store.summarize({ filter, histogramFrom: time(-180), histogramTo: time(60), buckets: 60 });
      const { histogram, histogramFilters } = await read();
      assert.deepEqual(
        histogram.map(({ ok, warning, error }) => [ok, warning, error]),
        [
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 1],
          [0, 0, 1],
        ],
      );
      assert.deepEqual(histogramFilters, []);
      assert.equal(histogram[0]?.from, time(-180));
      assert.equal(histogram.at(-1)?.to, time(60));
      const other = await read({ source: ['other'], state: ['open'] });
      assert.deepEqual(other.histogramFilters, ['source']);
      assert.deepEqual(
        other.histogram.map(({ ok, warning, error }) => ok + warning + error),
        [0, 0, 1, 1],
      );
    });

    it('in at most so many bars, side by side, over the asked time', async (t) => {
      const { report, store, time } = await storeWorld(t, open);
      await report();
      const spans: [string | undefined, string | undefined, number][] = [
        [time(-86_400), time(), 60],
        [undefined, undefined, 60],
        [time(-61), time(), 1],
        ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', 240],
      ];
      for (const [histogramFrom, histogramTo, buckets] of spans) {
        const { histogram } = await store.summarize({ filter: {}, histogramFrom, histogramTo, buckets });
        assert.ok(histogram.length > 0 && histogram.length <= buckets, `${histogram.length} of ${buckets}`);
        for (const [index, { from }] of histogram.entries()) {
          if (index > 0) assert.equal(from, histogram[index - 1]?.to);
        }
        assert.ok(
          (histogram[0]?.from ?? '9') <= (histogramFrom ?? time(-3_600)) || histogramFrom?.startsWith('0001'),
        );
      }
    });
  });
}
