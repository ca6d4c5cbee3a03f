import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventReportSchema } from '@signalbox/contracts';
import { Check } from 'typebox/value';
import { createRandom } from '../random.ts';
import type { PlannedReport } from '../scenario.ts';
import { address } from '../sending/outgoing-report.ts';
import { SCENARIOS, type ScenarioName } from './index.ts';

const NAMES = Object.keys(SCENARIOS) as ScenarioName[];

function firstOf(name: ScenarioName, count: number, { seed = 7, isEmpty = true } = {}): PlannedReport[] {
  const stage = { random: createRandom(seed), run: 'k3f9', isEmpty };
  return Iterator.from(SCENARIOS[name].plan(stage)).take(count).toArray();
}

const thing = ({ saying }: PlannedReport) => `${saying.source} ${saying.key}`;

describe('every scenario', () => {
  for (const name of NAMES) {
    it(`${name} is the same for the same seed, and another for another`, () => {
      assert.deepEqual(firstOf(name, 3_000), firstOf(name, 3_000));
      assert.notDeepEqual(firstOf(name, 100), firstOf(name, 100, { seed: 8 }));
    });

    it(`${name} makes reports that the contract takes`, () => {
      for (const planned of firstOf(name, 3_000)) {
        const report = address(planned, { run: 'k3f9', ownSources: true }, Date.UTC(2026, 10, 22));
        assert.ok(Check(EventReportSchema, report), JSON.stringify(report));
        assert.doesNotMatch(report.message, /[{}]/);
      }
    });

    it(`${name} makes new events, and comes back to those that are there`, () => {
      const planned = firstOf(name, 3_000);
      const things = new Set(planned.map(thing));
      assert.ok(things.size >= 12, `only ${things.size} things`);
      assert.ok(things.size < planned.length / 2, `${things.size} things in ${planned.length} reports`);
    });

    it(`${name} lets things recover, fail again and get worse, so that completions are overridden`, () => {
      const last = new Map<string, string>();
      const steps = new Set<string>();
      for (const planned of firstOf(name, 3_000)) {
        steps.add(`${last.get(thing(planned)) ?? 'none'} to ${planned.saying.status}`);
        last.set(thing(planned), planned.saying.status);
      }
      for (const step of ['error to ok', 'ok to error', 'ok to warning', 'warning to error']) {
        assert.ok(steps.has(step), step);
      }
    });
  }
});

describe('an ordinary day', () => {
  it('begins with an hour of history where nothing was reported before', () => {
    const planned = firstOf('steady', 400);
    const opening = planned.filter(({ atOnce }) => atOnce);
    assert.equal(new Set(opening.map(thing)).size, 60);
    assert.ok(opening.every(({ ageMs }) => ageMs > 0 && ageMs <= 3_600_000));
    assert.deepEqual(
      new Set(opening.map(({ saying }) => saying.status)),
      new Set(['ok', 'warning', 'error']),
    );
    assert.deepEqual(
      planned.map(({ number }) => number),
      Array.from(planned, (_, index) => index + 1),
    );
  });

  it('lets a few things fail again within a minute, so that a completion is seen to be overridden', () => {
    const live = firstOf('steady', 720, { isEmpty: false }).filter(
      (one) => thing(one) === 'plaza-north lane-07/barrier',
    );
    assert.ok(live.length >= 20, `${live.length} reports in six minutes`);
    assert.ok(new Set(live.map(({ saying }) => saying.status)).size === 3);
  });

  it('goes on where something was', () => {
    assert.equal(
      firstOf('steady', 400, { isEmpty: false }).some(({ atOnce }) => atOnce),
      false,
    );
  });
});

describe('a bad line', () => {
  it('sends some reports late, some twice, and some from a clock ahead', () => {
    const planned = firstOf('late-and-duplicate', 2_000);
    const numbers = planned.map(({ number }) => number);
    assert.ok(planned.filter(({ ageMs }) => ageMs >= 20_000).length > 100);
    assert.ok(planned.filter(({ ageMs }) => ageMs < -5 * 60_000).length > 10);
    assert.ok(numbers.length - new Set(numbers).size > 100);
  });
});
