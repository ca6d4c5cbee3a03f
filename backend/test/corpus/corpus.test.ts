import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { PROBLEMS, problemType, type Problem, type ReportsAnswer } from '@signalbox/contracts';
import { databaseServiceApp } from '../support/database-service-app.ts';
import { exchange, post, type Answered } from '../support/exchange.ts';
import { COMMAND_ENTRIES } from './commands.ts';
import type { CorpusEntry } from './corpus-entry.ts';
import { PROTOCOL } from './protocol.ts';
import { QUERIES } from './queries.ts';
import { REPORT_LINES } from './report-lines.ts';
import { REPORTS } from './reports.ts';

const CORPUS: Readonly<Record<string, readonly CorpusEntry[]>> = {
  reports: REPORTS,
  'reports in lines': REPORT_LINES,
  commands: COMMAND_ENTRIES,
  queries: QUERIES,
  'requests of any kind': PROTOCOL,
};

function judge(answer: Answered, expected: CorpusEntry['expected']): void {
  if ('status' in expected) return assert.equal(answer.status, expected.status, answer.text);
  if ('rejected' in expected) return judgeReceipts(answer, expected);
  const { problem: code, ...blamed } = expected;
  const { status } = PROBLEMS[code];
  assert.deepEqual(
    [answer.status, answer.headers['content-type']],
    [status, 'application/problem+json'],
    answer.text,
  );
  const problem = answer.json() as Problem;
  assert.deepEqual(
    [problem.type, problem.status, problem.title],
    [problemType(code), status, PROBLEMS[code].title],
  );
  for (const [by, what] of Object.entries(blamed)) {
    const blames = problem.errors?.map((error) => error[by as 'pointer']) ?? [];
    assert.ok(blames.includes(what), `${what} is not blamed: ${answer.text}`);
  }
  if (code === 'stale' || code === 'conflict') assert.ok(problem.event, 'the event as it is now');
  if (code === 'cursor-gone') assert.match(problem.cursor ?? '', /^[0-9a-f]{8}-\d+$/);
}

function judgeReceipts(
  answer: Answered,
  { rejected, others }: { rejected: string | undefined; others: number },
): void {
  assert.equal(answer.status, 200, answer.text);
  const { receipts, counts } = answer.json() as ReportsAnswer;
  const bad = receipts.filter(({ result }) => result === 'rejected');
  assert.deepEqual(
    bad.map(({ pointer }) => pointer),
    rejected === undefined ? [] : [rejected],
  );
  assert.equal(counts.created, others);
}

/** Nothing of what it is made of may show. */
function assertDiscreet({ text }: Answered): void {
  assert.doesNotMatch(text, /sqlite|SELECT |node_modules|\.ts:\d|ERR_|FST_/i);
}

async function service(t: TestContext) {
  const { url } = await databaseServiceApp(t);
  const report = { source: 'corpus', key: 'the-event', status: 'error', message: 'disk full' };
  const made = (await exchange(url, post('/v1/reports', report))).json() as ReportsAnswer;
  return { url, id: made.receipts[0]?.id ?? '' };
}

describe('What is sent wrongly is answered by rule, never by a 5xx:', () => {
  for (const [group, entries] of Object.entries(CORPUS)) {
    it(group, async (t) => {
      const { url, id } = await service(t);
      for (const { name, sent, expected } of entries) {
        await t.test(name, async () => {
          const answer = await exchange(url, { ...sent, path: sent.path.replace('{id}', id) });
          assert.ok(answer.status < 500, answer.text);
          judge(answer, expected);
          assertDiscreet(answer);
        });
      }
      assert.equal((await exchange(url, { path: '/readyz' })).status, 200);
    });
  }
});
