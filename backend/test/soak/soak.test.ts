import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHistory } from '../../soak/check/check-history.ts';
import { ownPostgres, type SoakDatabase, sqliteDatabase } from '../../soak/database.ts';
import { naiveEvidence } from '../../soak/naive-feed.ts';
import { paceByRequests } from '../../soak/pace.ts';
import { describeSoak, isWell } from '../../soak/report.ts';
import { soak } from '../../soak/soak.ts';
import type { Scope } from '../support/start-process.ts';

const SEED = 7;

async function assertNothingLost(t: Scope, database: SoakDatabase) {
  const pace = paceByRequests(600);
  const report = await soak(t, { database, pace, seed: SEED, kills: 1, cuts: 10, crashes: 1 });
  assert.ok(isWell(report), describeSoak(report));
  assert.ok(report.cutReaders > report.readers, 'no reader was cut');
}

describe('a short soak', () => {
  it('loses, doubles and inverts nothing on SQLite, whatever is killed or cut', async (t) =>
    assertNothingLost(t, await sqliteDatabase(t)));

  it('loses, doubles and inverts nothing with two services on PostgreSQL, whatever is killed or cut', async (t) =>
    assertNothingLost(t, await ownPostgres(t, 18)));

  it('finds what is lost in a feed with a plain sequence, which proves its checker', async (t) => {
    const { url } = await ownPostgres(t, 15);
    const evidence = await naiveEvidence(url, { transactions: 2_000, seed: SEED });
    const { missed, ...others } = checkHistory(evidence);
    assert.ok(missed.length > 0, `nothing missed in ${evidence.journal.length} entries`);
    for (const [kind, found] of Object.entries(others)) assert.deepEqual(found, [], kind);
  });
});
