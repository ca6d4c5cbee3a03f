import type { HistogramBucket } from '@signalbox/contracts';
import { minuteOrDay, minuteTime } from '../words/clock-times';
import { count } from '../words/counts';

/** The measures of the drawing, in pixels. */
export interface Frame {
  readonly width: number;
  /** From the top to the rail: what fails stands on it. */
  readonly above: number;
  /** Below the rail: what is fine hangs from it, on its own scale. */
  readonly below: number;
  /** At the left, for the figures of the axis. */
  readonly gutter: number;
}

export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly words: string;
}

export interface HistogramLayout {
  /** One path per status; a bar is a rectangle in it. */
  readonly error: string;
  readonly warning: string;
  readonly ok: string;
  readonly grid: readonly Mark[];
  readonly times: readonly Mark[];
  readonly rail: number;
}

const STEPS = [1, 2, 3, 5];
const GAP = 0.16;
const SPACE = 1;

/** The next of 1 2 3 5 × 10ⁿ: the axis ends there. */
export function axisEnd(most: number): number {
  const wanted = Math.max(5, most);
  const magnitude = 10 ** Math.floor(Math.log10(wanted));
  const step = STEPS.find((candidate) => candidate * magnitude >= wanted);
  return step ? step * magnitude : 10 * magnitude;
}

/** The scale changes only when the maximum leaves 60 to 100 % of it, so that bars do not breathe with every report. */
export function steadyAxisEnd(most: number, before: number | undefined): number {
  const stays = before !== undefined && most <= before && (most >= before * 0.6 || axisEnd(most) === before);
  return stays ? before : axisEnd(most);
}

export const mostFailing = (buckets: readonly HistogramBucket[]): number =>
  buckets.reduce((most, { warning, error }) => Math.max(most, warning + error), 0);

const round = (value: number) => Math.round(value * 10) / 10;
const box = (x: number, y: number, width: number, height: number) =>
  `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h-${round(width)}z`;

function bars(
  buckets: readonly HistogramBucket[],
  frame: Frame,
  end: number,
): Pick<HistogramLayout, 'error' | 'warning' | 'ok'> {
  const pitch = (frame.width - frame.gutter) / Math.max(1, buckets.length);
  const width = pitch * (1 - GAP);
  const rail = frame.above;
  const scale = (rail - 4) / end;
  const mostOk = Math.max(1, ...buckets.map(({ ok }) => ok));
  const paths = { error: '', warning: '', ok: '' };
  for (const [index, { ok, warning, error }] of buckets.entries()) {
    const x = frame.gutter + index * pitch;
    const errorHeight = error === 0 ? 0 : Math.max(1, error * scale);
    const warningHeight = warning === 0 ? 0 : Math.max(1, warning * scale);
    const between = error > 0 && warning > 0 ? SPACE : 0;
    if (error > 0) paths.error += box(x, rail - errorHeight, width, errorHeight);
    if (warning > 0)
      paths.warning += box(x, rail - errorHeight - between - warningHeight, width, warningHeight);
    const sleeper = Math.min(1.8, width);
    if (ok > 0)
      paths.ok += box(
        x + (width - sleeper) / 2,
        rail + 2,
        sleeper,
        Math.max(2, (ok / mostOk) * (frame.below - 3)),
      );
  }
  return paths;
}

const MINUTE = 60_000;
/** Between the times on the axis: what a clock's face has, and then days. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1_440].map(
  (minutes) => minutes * MINUTE,
);
const TIME_EVERY = 150;

function timeMarks(from: number, to: number, frame: Frame): Mark[] {
  const room = frame.width - frame.gutter;
  const wanted = Math.max(2, room / TIME_EVERY);
  const step = TIME_STEPS.find((candidate) => (to - from) / candidate <= wanted) ?? TIME_STEPS.at(-1)!;
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  const first = Math.ceil((from - offset) / step) * step + offset;
  const marks: Mark[] = [];
  for (let time = first; time < to; time += step) {
    const x = frame.gutter + ((time - from) / (to - from)) * room;
    const isDay = to - from > 36 * 60 * MINUTE;
    const fits = x > frame.gutter + 14 && x < frame.width - 56;
    if (fits)
      marks.push({ x: round(x), y: 0, words: isDay ? minuteOrDay(time, to + 864e5) : minuteTime(time) });
  }
  return marks;
}

/** Whole numbers only: there is no half report. */
function gridValues(end: number): number[] {
  if (end % 3 === 0) return [end / 3, (2 * end) / 3, end];
  return end % 2 === 0 ? [end / 2, end] : [end];
}

export function histogramLayout(
  buckets: readonly HistogramBucket[],
  frame: Frame,
  end: number,
): HistogramLayout {
  const rail = frame.above;
  const scale = (rail - 4) / end;
  const grid = gridValues(end).map((value, index, all) => ({
    x: frame.gutter - 6,
    y: round(rail - value * scale),
    words: all.length === 3 && index === 1 ? '' : count(value),
  }));
  const [first, last] = [buckets[0], buckets.at(-1)];
  const times = first && last ? timeMarks(Date.parse(first.from), Date.parse(last.to), frame) : [];
  return { ...bars(buckets, frame, end), grid, times, rail };
}

/** `Reports per minute`, `Reports per 12 min` */
export function bucketWords(buckets: readonly HistogramBucket[]): string {
  const bucket = buckets[Math.floor(buckets.length / 2)];
  const minutes = bucket ? Math.round((Date.parse(bucket.to) - Date.parse(bucket.from)) / MINUTE) : 1;
  if (minutes <= 1) return 'Reports per minute';
  return minutes % 60 === 0 ? `Reports per ${minutes / 60} h` : `Reports per ${minutes} min`;
}
