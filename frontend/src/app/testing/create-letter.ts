import type { DeadLetter } from '@signalbox/contracts';

let numbered = 0;

/** A dead letter, and whatever of it matters to the test. */
export function createLetter(known: Partial<DeadLetter> = {}): DeadLetter {
  numbered += 1;
  return {
    id: String(numbered),
    at: '2026-11-22T03:00:00.000Z',
    reason: '#/status must be ok, warning or error',
    attempts: 1,
    subject: 'plaza-north',
    messageId: `m-${numbered}`,
    bytes: 42,
    ...known,
  };
}
