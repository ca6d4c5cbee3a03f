import { size } from './sizes';

it.each([
  [0, '0 B'],
  [42, '42 B'],
  [1_229, '1.2 KiB'],
  [1_048_575, '1023 KiB'],
  [1_048_576, '1.0 MiB'],
])('says %d bytes as %s', (bytes, words) => expect(size(bytes).replaceAll('\u00a0', ' ')).toBe(words));
