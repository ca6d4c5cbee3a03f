import type { Refusal } from '../api/problem-of';
import type { BoardQuery, BrokenFilter } from './board-query';

/** What cannot be read of the address: what we do not understand, and what the gateway did not. */
export function brokenFilters(query: BoardQuery, refusal: Refusal | null): readonly BrokenFilter[] {
  if (refusal?.status !== 400) return query.broken;
  const blamed = (refusal.problem?.errors ?? []).map(({ parameter, detail }) => ({
    name: parameter ?? 'address',
    value: parameter === 'page' ? (query.page ?? '') : '',
    expects: detail,
  }));
  const whole = { name: 'address', value: '', expects: refusal.problem?.detail ?? 'is not understood' };
  return [...query.broken, ...(blamed.length > 0 ? blamed : [whole])];
}
