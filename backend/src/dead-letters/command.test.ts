import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommandError, readCommand } from './command.ts';

const read = (text: string) => readCommand(text.split(' '));

describe('a command about dead letters', () => {
  for (const [text, command] of [
    ['list', { name: 'list', limit: 50 }],
    ['list --limit 7', { name: 'list', limit: 7 }],
    ['show 4711', { name: 'show', id: '4711' }],
    ['replay 4711', { name: 'replay', which: { id: '4711' } }],
    ['replay 4711 --body -', { name: 'replay', which: { id: '4711' }, bodyFile: '-' }],
    ['replay --all', { name: 'replay', which: 'all' }],
    ['discard --all', { name: 'discard', which: 'all' }],
  ] as const) {
    it(`is understood: ${text}`, () => assert.deepEqual(read(text), command));
  }

  for (const [text, sentence] of [
    ['list 4711', '"4711" is too much. It is used so: list [--limit N]'],
    ['list --all', '"--all" is too much. It is used so: list [--limit N]'],
    ['show 4711 --all', '"--all" is too much. It is used so: show ID'],
    ['show 4711 4712', '"4712" is too much. It is used so: show ID'],
    ['discard 4711 --limit 7', '"--limit" is too much. It is used so: discard ID, or discard --all'],
    ['discard 4711 --body x', '"--body" is too much. It is used so: discard ID, or discard --all'],
    ['discard 4711 --all', 'Give an id or --all, not both.'],
    ['replay --all --body x', '--body goes with replay ID only.'],
    ['show', 'show needs the id of a dead letter; list tells them.'],
    ['list --limit 501', '--limit is a whole number from 1 to 500, and not "501".'],
    ['toString', 'There is no command "toString": it is list, show, replay or discard.'],
  ] as const) {
    it(`is refused: ${text}`, () => assert.throws(() => read(text), new CommandError(sentence)));
  }
});
