import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { ProblemError } from '../../../service-kit/problem.ts';
import { SYSTEM_CONTEXT } from '../../system-context.ts';
import type { ReportWrite } from '../event-store.ts';
import { prepareApplyBatch } from './apply-batch.ts';
import { connectWriter, openDatabase } from './open-database.ts';

async function database(t: TestContext) {
  const file = path.join(await temporaryFolder(t), 'events.db');
  const opened = openDatabase(file);
  const db = connectWriter(file);
  t.after(() => {
    db.close();
    opened.close();
  });
  const given: string[] = [];
  const newId = () => {
    const id = SYSTEM_CONTEXT.newId();
    given.push(id);
    return id;
  };
  const apply = prepareApplyBatch(db, newId);
  return { db, apply: (writes: readonly ReportWrite[]) => apply(writes, SYSTEM_CONTEXT.now()), given };
}

const report = (key: string, message = 'x'): ReportWrite => ({
  kind: 'report',
  report: { source: 'a', key, status: 'error', message, time: SYSTEM_CONTEXT.now() },
});

const withId = (key: string, id: string): ReportWrite => {
  const { kind, report: made } = report(key);
  return { kind, report: { ...made, id } };
};

test('reports about what their own batch has made are decided in its one transaction', async (t) => {
  const { db, apply, given } = await database(t);
  const made = Array.from({ length: 40 }, (_none, index) => withId(`own-${index}`, `own-${index}`));
  const results = apply([
    ...made,
    report('own-0'), // written by now
    report('own-39'), // still held
    withId('own-39', 'own-39'),
    withId('by-key', 'by-id'),
    withId('other-key', 'by-id'),
    withId('by-id', 'by-id'),
  ]);
  assert.deepEqual(
    results.slice(made.length).map((result) => result.kind === 'receipt' && result.result),
    ['repeated', 'repeated', 'duplicate', 'created', 'duplicate', 'duplicate'],
  );
  assert.equal(given.length, made.length + 1, 'what is done a second time, write by write, makes ids anew');
  const rows = (sql: string) => db.prepare(sql).all().length;
  assert.equal(rows('SELECT 1 FROM events'), made.length + 1);
  assert.equal(rows('SELECT 1 FROM journal JOIN events ON events.row = event_row'), made.length + 3);
});

test('a write that fails as nobody foresaw spoils none of its neighbours', async (t) => {
  const { db, apply } = await database(t);
  db.exec(`CREATE TRIGGER bad BEFORE INSERT ON events WHEN NEW.key = 'bad'
    BEGIN SELECT RAISE(ABORT, 'nobody foresaw this'); END`);
  const results = apply(['one', 'bad', 'two'].map((key) => report(key)));
  assert.deepEqual(
    results.map(({ kind }) => kind),
    ['receipt', 'failed', 'receipt'],
  );
  assert.equal(db.prepare('SELECT count(*) AS n FROM events').get()?.['n'], 2);
  assert.equal(db.prepare('SELECT sum(count) AS n FROM event_sums').get()?.['n'], 2);
  assert.deepEqual(
    db
      .prepare('SELECT seq FROM journal')
      .all()
      .map(({ seq }) => seq),
    [1, 2],
  );
});

test('a full disk refuses the batch whole, and the next one is taken when there is room again', async (t) => {
  const { db, apply } = await database(t);
  apply([report('first')]);
  const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
  db.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const large = Array.from({ length: 50 }, (_none, index) => report(`large-${index}`, 'x '.repeat(2_000)));
  const isFull = (error: unknown) => error instanceof ProblemError && error.code === 'out-of-space';
  assert.throws(() => apply(large), isFull);
  assert.throws(() => apply(large), isFull);
  assert.equal(db.prepare('SELECT count(*) AS n FROM events').get()?.['n'], 1);
  db.exec('PRAGMA max_page_count = 1000000');
  assert.equal(apply(large).length, 50);
  assert.equal(db.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
});
