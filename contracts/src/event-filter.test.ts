import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filterChange, matches } from './event-filter.ts';
import { EXAMPLE_EVENT } from './examples.ts';

const was = { status: 'warning', state: 'open', diverged: false } as const;
const change = { event: EXAMPLE_EVENT, was };

describe('the filter of a feed', () => {
  it('takes values of one field as alternatives, and wants every field', () => {
    const is = (filter: Parameters<typeof matches>[0]) => matches(filter, EXAMPLE_EVENT, EXAMPLE_EVENT);
    assert.ok(is({}));
    assert.ok(is({ status: ['warning', 'error'], state: ['completed'], diverged: true }));
    assert.ok(is({ source: ['plaza-north'], id: [EXAMPLE_EVENT.id], type: ['lane.barrier'] }));
    assert.ok(!is({ status: ['error'], state: ['open'] }));
    assert.ok(!is({ assignee: ['Jonas Weber'] }));
  });

  it('does not judge words and times', () => {
    assert.ok(matches({ q: 'no such word', from: '2100-01-01T00:00:00.000Z' }, EXAMPLE_EVENT, EXAMPLE_EVENT));
  });

  it('sends what matches now, marks what matched before, and drops the rest', () => {
    assert.equal(filterChange({ state: ['completed'] }, change), change);
    assert.deepEqual(filterChange({ state: ['open'] }, change), { ...change, left: true });
    assert.equal(filterChange({ state: ['acknowledged'] }, change), undefined);
    assert.equal(filterChange({ state: ['open'] }, { ...change, was: null }), undefined);
  });
});
