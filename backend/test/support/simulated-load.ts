import assert from 'node:assert/strict';
import { createDatabaseClient } from '../../src/database-client/index.ts';
import { eventually } from './eventually.ts';
import { feedPosition } from './feed-position.ts';
import type { Ended, Scope, StartedProcess } from './start-process.ts';
import { startSimulator } from './start-simulator.ts';

export interface Load {
  readonly reports: number;
  readonly rate: number;
  /** Entries that the journal has already. */
  readonly before?: number;
  /** The address of a broker, where the reports do not go to the service itself. */
  readonly to?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A storm that proves itself in the end, while a test does its worst to the service. Its rate leaves the test a second and
 * more after each share that it waits for.
 */
export class SimulatedLoad {
  readonly reports: number;
  readonly #before: number;
  readonly #simulator: StartedProcess;
  readonly #client;

  constructor(t: Scope, url: string, { reports, rate, before = 0, to, env = {} }: Load) {
    this.reports = reports;
    this.#before = before;
    this.#client = createDatabaseClient({ url });
    t.after(() => this.#client.close());
    this.#simulator = startSimulator(
      t,
      `--scenario storm --seed 7 --events ${reports} --rate ${rate} --url ${url} --verify${to ? ` --to ${to}` : ''}`,
      env,
    );
  }

  /** Waits until so much of it is in the journal; what follows happens in its midst. */
  async hasReached(share: number): Promise<void> {
    const entries = this.reports * share;
    const position = await eventually(async () => {
      const reached = (await feedPosition(this.#client)) - this.#before;
      assert.ok(reached >= entries, `${reached} of ${entries} entries. ${this.#simulator.stdout()}`);
      return reached;
    });
    assert.ok(position < this.reports, 'it was over before');
  }

  /** Waits until the simulator says so. */
  async says(words: RegExp): Promise<void> {
    await eventually(() => assert.match(this.#simulator.stdout(), words));
  }

  /** Waits for the end, and holds the simulator to its verdict. */
  async endsWithNothingLost(): Promise<Ended> {
    const ended = await this.#simulator.ended;
    assert.match(ended.stdout, /Verified .*: 0 lost, 0 doubled, 0 differing\n/, ended.stdout + ended.stderr);
    const verified = /Verified ([\d,]+) reports/.exec(ended.stdout)?.[1]?.replaceAll(',', '');
    assert.equal(Number(verified), this.reports);
    assert.equal(ended.code, 0);
    return ended;
  }
}
