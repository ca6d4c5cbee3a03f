import { COMMANDS, LIMITS } from '@signalbox/contracts';
import { post, type Sent } from '../support/exchange.ts';
import type { CorpusEntry } from './corpus-entry.ts';

const NOBODY = '/v1/events/019aa3f2-7c1e-7bb0-8a4e-2f4f0b6d9c11';
const SEEN = { 'if-match': '"1"' };
const command = (name: string, body: unknown, headers: Sent['headers'] = SEEN) =>
  post(`/v1/events/{id}/${name}`, body, headers);
const invalid = (name: string, sent: Sent, pointer: string): CorpusEntry => ({
  name,
  sent,
  expected: { problem: 'invalid', pointer },
});
const ifMatch = (value: string) => command('acknowledge', {}, { 'if-match': value });
const actor = (value: string) => command('comment', { note: 'x' }, { 'signalbox-actor': value });

export const COMMAND_ENTRIES: readonly CorpusEntry[] = [
  ...COMMANDS.flatMap((name): CorpusEntry[] => [
    {
      name: `${name} without a body`,
      sent: { method: 'POST', path: `/v1/events/{id}/${name}`, headers: SEEN },
      expected: { problem: 'unsupported-media-type', header: 'Content-Type' },
    },
    {
      name: `${name} that cannot be read, of an event that does not exist`,
      sent: post(`${NOBODY}/${name}`, '{'),
      expected: { problem: 'unreadable' },
    },
    {
      name: `${name} of an event that does not exist, with wrong fields`,
      sent: post(`${NOBODY}/${name}`, { foo: 1 }),
      expected: { problem: 'not-found' },
    },
    {
      name: `${name} with wrong fields and no version`,
      sent: command(name, { foo: 1, note: 'x', assignee: null }, {}),
      expected: { problem: 'invalid', pointer: '#/foo' },
    },
    {
      name: `${name} as an array`,
      sent: command(name, [{}]),
      expected: { problem: 'invalid', pointer: '#' },
    },
    {
      name: `${name} as text`,
      sent: command(name, 'x', { ...SEEN, 'content-type': 'text/plain' }),
      expected: { problem: 'unsupported-media-type' },
    },
    {
      name: `${name} of a body that is too large`,
      sent: command(name, { note: 'x'.repeat(LIMITS.commandBytes) }),
      expected: { problem: 'too-large' },
    },
    {
      name: `${name} with a GET`,
      sent: { path: `/v1/events/{id}/${name}` },
      expected: { problem: 'method-not-allowed' },
    },
    invalid(`${name} with an empty id`, command(name, { id: '', note: 'x', assignee: null }), '#/id'),
    invalid(
      `${name} with a long note`,
      command(name, { note: 'x'.repeat(LIMITS.noteLength + 1), assignee: null }),
      '#/note',
    ),
    invalid(`${name} with NUL in its note`, command(name, { note: '\u0000', assignee: null }), '#/note'),
    invalid(`${name} with __proto__`, command(name, '{"__proto__":{},"note":"x"}'), '#/__proto__'),
  ]),
  ...COMMANDS.filter((name) => name !== 'comment').map((name): CorpusEntry => ({
    name: `${name} without a version`,
    sent: command(name, name === 'assign' ? { assignee: null } : {}, {}),
    expected: { problem: 'version-required', header: 'If-Match' },
  })),
  { name: 'undo where no command was given', sent: command('undo', {}), expected: { problem: 'conflict' } },
  {
    name: 'reopen what is open',
    sent: command('reopen', {}, { 'if-match': '*' }),
    expected: { problem: 'conflict' },
  },
  {
    name: 'reopen what is open, by an old version: stale comes first',
    sent: command('reopen', {}, { 'if-match': '"9"' }),
    expected: { problem: 'stale', header: 'If-Match' },
  },

  ...['1', '"1', 'W/1', '*, "1"', '"1" "2"', 'null'].map((value): CorpusEntry => ({
    name: `If-Match ${value}`,
    sent: ifMatch(value),
    expected: { problem: 'invalid-header', header: 'If-Match' },
  })),
  ...['"9"', 'W/"1"', '"1", "2"', '""', '"01"', '"1.0"', '"999999999999999999"'].map(
    (value): CorpusEntry => ({
      name: `If-Match ${value}`,
      sent: ifMatch(value),
      expected: { problem: 'stale', header: 'If-Match' },
    }),
  ),
  ...['', '%', '%ff', '%C0%A0', '%0a', '%00', 'x'.repeat(256), '%20'].map((value): CorpusEntry => ({
    name: `the actor "${value.slice(0, 20)}"`,
    sent: actor(value),
    expected: { problem: 'invalid-header', header: 'Signalbox-Actor' },
  })),
  ...['Ana%20Ruiz', '%C3%9Cml%C3%A4ut', '%F0%9F%98%80'.repeat(255)].map((value): CorpusEntry => ({
    name: `the actor ${value.slice(0, 20)}`,
    sent: actor(value),
    expected: { status: 200 },
  })),

  invalid('complete with an unknown hold', command('complete', { hold: 'for-a-while' }), '#/hold'),
  invalid(
    'complete until a time that is missing',
    command('complete', { hold: 'until-time' }),
    '#/holdUntil',
  ),
  invalid(
    'complete until a time that is over',
    command('complete', { hold: 'until-time', holdUntil: '2020-01-01T00:00:00Z' }),
    '#/holdUntil',
  ),
  invalid(
    'complete until no time',
    command('complete', { hold: 'until-time', holdUntil: 'tomorrow' }),
    '#/holdUntil',
  ),
  invalid(
    'complete for ever until a time',
    command('complete', { hold: 'forever', holdUntil: '2999-01-01T00:00:00Z' }),
    '#/holdUntil',
  ),
  invalid('complete with an assignee', command('complete', { assignee: 'x' }), '#/assignee'),
  invalid('assign to nobody named', command('assign', {}), '#/assignee'),
  invalid('assign to an empty name', command('assign', { assignee: '' }), '#/assignee'),
  invalid('assign to a long name', command('assign', { assignee: 'x'.repeat(256) }), '#/assignee'),
  invalid('assign to a number', command('assign', { assignee: 7 }), '#/assignee'),
  invalid('comment without a note', command('comment', {}), '#/note'),
];
