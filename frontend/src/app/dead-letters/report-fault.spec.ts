import { reportFault } from './report-fault';

describe('a mended message', () => {
  it.each(['{"status":"error","message":"disk full"}', '[{"status":"ok"}]', ' {} '])(
    'may be sent as %s',
    (text) => expect(reportFault(text)).toBeNull(),
  );

  it.each([
    ['', 'It is empty.'],
    [' \n', 'It is empty.'],
    ['[]', 'The list is empty'],
    ['"ok"', 'It is JSON, but no report'],
    ['[{}, 7]', 'It is JSON, but no report'],
    ['[[]]', 'It is JSON, but no report'],
    [`"${'ü'.repeat(530_000)}"`, 'long, and at most 1.0'],
  ])('is not sent as %.20s', (text, words) => expect(reportFault(text)?.words).toContain(words));

  it('tells what is no JSON, and where', () => {
    const text = '{\n  "status": "error"\n  "message": "disk full"\n}';
    const fault = reportFault(text);
    expect(fault?.words).toMatch(/^It is not JSON, line 3: .*\.$/);
    expect(fault?.at).toBe(text.indexOf('"message"'));
  });

  it('tells that the end is missing', () => {
    const text = '{"status":"error"';
    expect(reportFault(text)?.words).toMatch(/^It is not JSON, line 1: /);
    expect(reportFault(text)?.at).toBe(text.length);
  });
});
