import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { complaint } from './complaint.ts';
import type { Counts } from './counts.ts';

const outcome = (counts: Partial<Counts>, code = 0) => ({
  counts: { passed: 0, failed: 0, skipped: 0, ...counts },
  code,
  output: '',
});

describe('a stage of npm test', () => {
  it('is well when its tests passed', () => {
    assert.equal(complaint(outcome({ passed: 3 }), true), undefined);
  });

  it('fails with a failed test', () => {
    assert.match(complaint(outcome({ passed: 3, failed: 1 }, 1), false) ?? '', /1 failed/);
  });

  it('fails when the runner crashed after the last test', () => {
    assert.match(complaint(outcome({ passed: 3 }, 134), false) ?? '', /ended with code 134/);
  });

  it('fails when no test ran', () => {
    assert.match(complaint(outcome({ skipped: 2 }), false) ?? '', /no test ran/);
  });

  it('may skip on a laptop, and not in CI', () => {
    const skipped = outcome({ passed: 3, skipped: 1 });
    assert.equal(complaint(skipped, false), undefined);
    assert.match(complaint(skipped, true) ?? '', /1 skipped/);
  });
});
