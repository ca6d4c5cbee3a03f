import { createLetter } from '../testing/create-letter';
import { goneCount, type LetterRow, mergeLetters, withFate } from './letter-rows';

const shown = (rows: readonly LetterRow[]) => rows.map(({ letter, fate }) => [letter.id, fate]);

describe('the rows of dead letters', () => {
  const [first, second, third] = [createLetter(), createLetter(), createLetter()];
  const rows = mergeLetters([], [first, second]);

  it('are in the order of the broker', () => {
    expect(shown(rows)).toEqual([
      [first.id, null],
      [second.id, null],
    ]);
  });

  it('stay in their places when a letter is gone, and new ones come last', () => {
    expect(shown(mergeLetters(rows, [second, third]))).toEqual([
      [first.id, 'gone'],
      [second.id, null],
      [third.id, null],
    ]);
  });

  it('remember what was done here', () => {
    const replayed = mergeLetters(withFate(rows, first.id, 'replayed'), [second]);
    expect(shown(replayed)[0]).toEqual([first.id, 'replayed']);
    expect(goneCount(replayed)).toBe(1);
  });

  it('wait again when the broker has the letter after all', () => {
    expect(shown(mergeLetters(withFate(rows, first.id, 'gone'), [first, second]))[0]).toEqual([
      first.id,
      null,
    ]);
  });

  it('tell what was replayed and came back', () => {
    const replayed = withFate(rows, first.id, 'replayed');
    const again = mergeLetters(replayed, [second, createLetter({ messageId: first.messageId }), third]);
    expect(again.map(({ cameBack }) => cameBack)).toEqual([false, false, true, false]);
  });

  it('do not take letters without a name for one another', () => {
    const nameless = mergeLetters([], [createLetter({ id: 'a', messageId: null })]);
    const again = mergeLetters(withFate(nameless, 'a', 'replayed'), [createLetter({ messageId: null })]);
    expect(again.at(-1)?.cameBack).toBe(false);
  });

  it('keep no more than so many that are gone', () => {
    const many = mergeLetters(
      [],
      Array.from({ length: 300 }, () => createLetter()),
    );
    const left = mergeLetters(many, [many[0]!.letter]);
    expect(left).toHaveLength(201);
    expect(left[0]).toEqual(many[0]);
  });
});
