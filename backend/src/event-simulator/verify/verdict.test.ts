import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeVerdict, isProved } from './verdict.ts';

const fine = { reports: 20_000, events: 1_422, lost: [], doubled: [], differing: [] };

describe('the verdict', () => {
  it('says it in one line where all is well', () => {
    const line = 'Verified 20,000 reports in 1,422 events: 0 lost, 0 doubled, 0 differing';
    assert.equal(describeVerdict(fine), line);
    assert.equal(isProved(fine), true);
  });

  it('shows the first twenty findings and counts them all', () => {
    const verdict = {
      ...fine,
      lost: Array.from({ length: 23 }, (_, index) => `report r-${index}`),
      doubled: ['report r-99'],
    };
    const lines = describeVerdict(verdict).split('\n');
    assert.equal(lines.length, 22);
    assert.equal(lines[0], '  lost: report r-0');
    assert.equal(lines[20], '  … and 4 more');
    assert.match(lines[21] ?? '', /23 lost, 1 doubled, 0 differing$/);
    assert.equal(isProved(verdict), false);
  });
});
