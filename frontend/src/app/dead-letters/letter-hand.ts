import { Injectable, computed, inject, signal } from '@angular/core';
import { DeadLetters, type LetterVerb } from '../api/dead-letters';
import { type Refusal, problemOf } from '../api/problem-of';
import { Clock } from '../live/clock';
import type { Fate } from './letter-rows';
import { LettersState } from './letters-state';

interface Sent {
  readonly id: string;
  readonly verb: LetterVerb;
  readonly at: number;
}
interface Refused {
  readonly id: string;
  readonly words: string;
}

const DONE: Record<LetterVerb, Fate> = { replay: 'replayed', discard: 'discarded' };

/** The hand on the dead letters: sends one again or throws it away, and says what became of that. */
@Injectable()
export class LetterHand {
  private readonly letters = inject(DeadLetters);
  private readonly state = inject(LettersState);
  private readonly clock = inject(Clock);

  /** One at a time: the next button is under the same pointer. */
  readonly sent = signal<Sent | null>(null);
  readonly isBusy = computed(() => this.sent() !== null);
  private readonly refused = signal<Refused | null>(null);
  /** Mended texts that were not sent yet, so that looking away loses none. */
  private readonly drafts = new Map<string, string>();

  replay(id: string, body?: string): void {
    this.send(id, 'replay', body);
  }

  discard(id: string): void {
    this.send(id, 'discard');
  }

  refusalOf(id: string): string | null {
    const refused = this.refused();
    return refused?.id === id ? refused.words : null;
  }

  keepDraft(id: string, text: string): void {
    this.drafts.set(id, text);
  }

  draftOf(id: string): string | undefined {
    return this.drafts.get(id);
  }

  private send(id: string, verb: LetterVerb, body?: string): void {
    if (this.isBusy()) return;
    this.refused.set(null);
    this.sent.set({ id, verb, at: this.clock.instant() });
    const answer = verb === 'replay' ? this.letters.replay(id, body) : this.letters.discard(id);
    answer.subscribe({
      next: () => this.succeed(id, verb),
      error: (reason: unknown) => this.fail(id, problemOf(reason)),
    });
  }

  private succeed(id: string, verb: LetterVerb): void {
    this.sent.set(null);
    this.drafts.delete(id);
    this.state.settle(id, DONE[verb]);
  }

  private fail(id: string, refusal: Refusal): void {
    this.sent.set(null);
    this.refused.set({ id, words: whyNot(refusal) });
    if (refusal.status === 404) this.state.settle(id, 'gone');
    else this.state.readAnew();
  }
}

function whyNot({ status, problem }: Refusal): string {
  if (status === 404) return 'It was gone already: somebody replayed or discarded it. Yours was not sent.';
  if (status === 0) return 'Nobody answered, so it may be done. The list tells.';
  const blame = problem?.errors?.[0]?.detail ?? problem?.detail ?? problem?.title ?? `refused with ${status}`;
  return `Not done: ${blame}`;
}
