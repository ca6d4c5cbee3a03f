import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Receipt } from '@signalbox/contracts';
import { ProblemAnswerError, UnreachableError } from '../../database-client/index.ts';
import { Tally } from '../tally.ts';
import type { OutgoingReport } from './outgoing-report.ts';
import { watchSending } from './watch-sending.ts';

const NONE = { created: 0, updated: 0, repeated: 0, late: 0, duplicate: 0, rejected: 0 };
const report = { id: 'r-1' } as OutgoingReport;

function watching() {
  const said: string[] = [];
  const tally = new Tally();
  const progress = { say: (line: string) => said.push(line) };
  return { said, tally, events: watchSending({ place: 'http://db', tally, progress, ledger: undefined }) };
}

describe('what a person is told while reports go out', () => {
  it('that the service is away, once, and that it is back', () => {
    const { said, events } = watching();
    const away = new UnreachableError('http://db does not answer: nothing listens there');
    for (let count = 0; count < 5; count += 1) events.held(away);
    events.answered([report], { receipts: [], counts: { ...NONE, created: 1 } });
    events.answered([report], { receipts: [], counts: { ...NONE, created: 1 } });
    assert.equal(said.length, 2);
    assert.equal(
      said[0],
      'http://db does not answer: nothing listens there. Waiting for it; nothing is lost.',
    );
    assert.match(said[1] ?? '', /^http:\/\/db answers again after [\d.]+ s\.$/);
  });

  it('why a report was rejected, once for each reason and not for each report', () => {
    const { said, tally, events } = watching();
    const rejected = (index: number): Receipt => ({
      ...{ index, result: 'rejected', reason: 'must not be empty', pointer: `#/${index}/message` },
    });
    const receipts = [rejected(0), rejected(1)];
    events.answered([report, report], { receipts, counts: { ...NONE, rejected: 2 } });
    assert.deepEqual(said, ['Refused: #/message must not be empty']);
    assert.equal(tally.errors, 2);
  });

  it('why a whole request was refused', () => {
    const { said, tally, events } = watching();
    const problem = { type: 'urn:signalbox:problem:too-large', title: 'The body is too large', status: 413 };
    events.failed([report, report], new ProblemAnswerError(problem, 413, undefined));
    assert.deepEqual(said, ['Refused: HTTP 413, The body is too large']);
    assert.deepEqual([tally.answered, tally.acknowledged, tally.errors], [2, 0, 2]);
  });
});
