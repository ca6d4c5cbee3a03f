import type { ElementRef } from '@angular/core';
import {
  Component,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
  viewChild,
} from '@angular/core';
import type { CommandBody, OperationalEvent } from '@signalbox/contracts';
import { StatusWord } from '../shapes/status-word';
import { Clock } from '../live/clock';
import { age, since } from '../words/ages';
import { type HoldChoice, holdChoices } from './holds';
import { rhythm } from './rhythm';

/** The question before a completion: how long it shall hold against its source. Answered by Enter. */
@Component({
  selector: 'sb-preflight',
  imports: [StatusWord],
  templateUrl: './preflight.html',
  styleUrl: './preflight.css',
})
export class Preflight {
  private readonly clock = inject(Clock);
  private readonly go = viewChild.required<ElementRef<HTMLButtonElement>>('go');
  private readonly note = viewChild.required<ElementRef<HTMLInputElement>>('note');
  readonly event = input.required<OperationalEvent>();
  readonly verb = input('Complete');
  readonly completed = output<CommandBody<'complete'>>();
  readonly cancelled = output();

  protected readonly choices = holdChoices(this.clock.instant());
  protected readonly chosen = signal<HoldChoice>(this.choices[0]!);
  protected readonly saidAge = computed(() => age(since(this.event().receivedAt, this.clock.now())));
  protected readonly rhythm = computed(() => rhythm(this.event()));

  constructor() {
    afterNextRender(() => this.go().nativeElement.focus({ preventScroll: true }));
  }

  complete(): void {
    const { hold, until } = this.chosen();
    const note = this.note().nativeElement.value.trim();
    const holdUntil = until && new Date(until(this.clock.instant())).toISOString();
    this.completed.emit({ hold, ...(holdUntil && { holdUntil }), ...(note && { note }) });
  }

  protected submit(submit: Event): void {
    submit.preventDefault();
    this.complete();
  }
}
