import {
  Component,
  ElementRef,
  afterNextRender,
  computed,
  inject,
  linkedSignal,
  signal,
  DestroyRef,
} from '@angular/core';
import { DeadLetterEntry } from '../dead-letters/dead-letter-entry';
import { Viewport } from '../theme/viewport';
import { count } from '../words/counts';
import { minuteTime } from '../words/clock-times';
import { AddressBar } from './address-bar';
import { RANGES, type Range } from './board-query';
import { BoardState } from './board-state';
import { type Frame, bucketWords, histogramLayout, mostFailing, steadyAxisEnd } from './histogram-layout';
import { SummaryState } from './summary-state';

const RANGE_WORDS: Record<Range, string> = {
  '15m': '15 m',
  '1h': '1 h',
  '6h': '6 h',
  '24h': '24 h',
  '7d': '7 d',
};
const WIDE: Omit<Frame, 'width'> = { above: 58, below: 18, gutter: 44 };
const NARROW: Omit<Frame, 'width'> = { above: 36, below: 9, gutter: 26 };

/** How many reports of which status came when. */
@Component({
  selector: 'sb-histogram',
  imports: [DeadLetterEntry],
  templateUrl: './histogram.html',
  styleUrl: './histogram.css',
  host: { role: 'region', 'aria-label': 'Reports over time', '[class.unlit]': 'unlit()' },
})
export class Histogram {
  private readonly address = inject(AddressBar);
  private readonly summary = inject(SummaryState);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly destroyed = inject(DestroyRef);
  private readonly width = signal(1_408);
  protected readonly isNarrow = inject(Viewport).isNarrow;
  protected readonly unlit = inject(BoardState).unlit;
  protected readonly buckets = this.summary.histogram;
  protected readonly range = computed(() => this.address.query().range);
  protected readonly ranges = RANGES.map((range) => ({ range, words: RANGE_WORDS[range] }));
  protected readonly title = computed(() => bucketWords(this.buckets()));
  protected readonly frame = computed<Frame>(() => ({
    ...(this.isNarrow() ? NARROW : WIDE),
    width: this.width(),
  }));
  private readonly most = computed(() => mostFailing(this.buckets()));
  private readonly axis = linkedSignal<number, number>({
    source: this.most,
    computation: (most, previous) => steadyAxisEnd(most, previous?.value),
  });
  protected readonly layout = computed(() => histogramLayout(this.buckets(), this.frame(), this.axis()));
  protected readonly height = computed(() => this.frame().above + this.frame().below + 16);
  protected readonly count = count;
  protected readonly minuteTime = minuteTime;
  protected readonly isTableWanted = signal(false);

  constructor() {
    afterNextRender(() => {
      const observer = new ResizeObserver(([entry]) =>
        this.width.set(Math.max(200, Math.floor(entry!.contentRect.width))),
      );
      observer.observe(this.host.nativeElement);
      this.destroyed.onDestroy(() => observer.disconnect());
    });
  }

  protected choose(range: Range): void {
    this.address.replace({ range });
  }
}
