import { isDeepStrictEqual } from 'node:util';

/** The first field in which what is stored is not what it must be, in words; undefined where they are the same. */
export function firstDifference(actual: object, expected: object): string | undefined {
  const actualFields = new Map<string, unknown>(Object.entries(actual));
  const expectedFields = new Map<string, unknown>(Object.entries(expected));
  for (const name of new Set([...expectedFields.keys(), ...actualFields.keys()])) {
    const [is, mustBe] = [actualFields.get(name), expectedFields.get(name)];
    if (!isDeepStrictEqual(is, mustBe)) return `${name} is ${words(is)} and must be ${words(mustBe)}`;
  }
  return undefined;
}

const words = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
