import type { Scenario } from '../scenario.ts';
import { flapping } from './flapping.ts';
import { lateAndDuplicate } from './late-and-duplicate.ts';
import { recoveryWave } from './recovery-wave.ts';
import { steady } from './steady.ts';
import { storm } from './storm.ts';

export const SCENARIOS = {
  steady,
  storm,
  flapping,
  'late-and-duplicate': lateAndDuplicate,
  'recovery-wave': recoveryWave,
} as const satisfies Readonly<Record<string, Scenario>>;
export type ScenarioName = keyof typeof SCENARIOS;
