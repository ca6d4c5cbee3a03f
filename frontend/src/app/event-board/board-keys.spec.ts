import { deedOf } from './board-keys';

const press = (key: string, tag = 'div', modifiers: KeyboardEventInit = {}) => {
  const target = document.createElement(tag);
  const event = new KeyboardEvent('keydown', { key, ...modifiers });
  target.dispatchEvent(event);
  return deedOf(event);
};

describe('the keys of the board', () => {
  it.each([
    ['j', 'next-row'],
    ['k', 'previous-row'],
    ['Enter', 'open'],
    ['c', 'complete'],
    ['/', 'search'],
    ['?', 'help'],
    ['Escape', 'close'],
  ])('%s does %s', (key, deed) => expect(press(key)).toBe(deed));

  it('leaves letters to whoever types', () => expect(press('c', 'input')).toBeNull());
  it('leaves Enter to the button that has the focus', () => expect(press('Enter', 'button')).toBeNull());
  it('leaves the browser its own keys', () => expect(press('r', 'div', { ctrlKey: true })).toBeNull());
  it('closes from within a field too', () => expect(press('Escape', 'input')).toBe('close'));
});
