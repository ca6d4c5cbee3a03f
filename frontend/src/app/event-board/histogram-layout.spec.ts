import { axisEnd, bucketWords, histogramLayout, steadyAxisEnd } from './histogram-layout';

const bucket = (minute: number, known: { ok?: number; warning?: number; error?: number }) => ({
  from: new Date(minute * 60_000).toISOString(),
  to: new Date((minute + 1) * 60_000).toISOString(),
  ok: 0,
  warning: 0,
  error: 0,
  ...known,
});
const frame = { width: 144, above: 54, below: 20, gutter: 44 };

describe('the histogram', () => {
  it.each([
    [0, 5],
    [7, 10],
    [11, 20],
    [280, 300],
    [301, 500],
    [501, 1_000],
  ])('ends the axis of %d at %d', (most, end) => expect(axisEnd(most)).toBe(end));

  it('keeps the axis while the most stays within 60 to 100 % of it', () => {
    expect(steadyAxisEnd(190, 300)).toBe(300);
    expect(steadyAxisEnd(100, 300)).toBe(100);
    expect(steadyAxisEnd(301, 300)).toBe(500);
  });

  it('stands WARNING on ERROR, and hangs OK below the rail', () => {
    const layout = histogramLayout([bucket(0, { ok: 4, warning: 5, error: 5 })], frame, 10);
    expect(layout.error).toBe('M44 29h84v25h-84z');
    expect(layout.warning).toBe('M44 3h84v25h-84z');
    expect(layout.ok).toMatch(/^M85\.1 56h/);
  });

  it('draws nothing where nothing was reported: a silent source is a gap', () => {
    const layout = histogramLayout([bucket(0, {})], frame, 10);
    expect([layout.error, layout.warning, layout.ok]).toEqual(['', '', '']);
  });

  it('says how long a bucket is', () => expect(bucketWords([bucket(0, {})])).toBe('Reports per minute'));
});
