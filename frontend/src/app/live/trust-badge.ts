import { Component, computed, inject, signal } from '@angular/core';
import { Shape } from '../shapes/shape';
import type { ShapeName } from '../shapes/sprite';
import { LiveFeed } from './live-feed';
import { TRUSTS, type TrustName } from './trust';

const LINES: Record<TrustName, ShapeName> = {
  connecting: 'line-catching',
  live: 'line-live',
  'catching-up': 'line-catching',
  polling: 'line-polling',
  reconnecting: 'line-catching',
  stale: 'line-stale',
  offline: 'line-offline',
};
const OTHERS: Record<TrustName, string> = {
  connecting: 'asks for the stream',
  live: 'every change, within a second',
  'catching-up': 'brings what was missed',
  polling: 'asks every 3 s, no stream',
  reconnecting: 'opens the stream again',
  stale: 'the database service does not answer',
  offline: 'the event service does not answer',
};

/** How far the screen can be trusted, and what that means to whoever opens it. */
@Component({
  selector: 'sb-trust-badge',
  imports: [Shape],
  templateUrl: './trust-badge.html',
  styleUrl: './trust-badge.css',
  host: {
    '(keydown.escape)': 'isOpen.set(false)',
    '(focusout)': 'closeWhenLeft($event)',
  },
})
export class TrustBadge {
  private readonly feed = inject(LiveFeed);
  protected readonly trust = this.feed.trust;
  protected readonly line = computed(() => LINES[this.trust().name]);
  protected readonly isBad = computed(() => this.trust().doubtedSince !== null);
  protected readonly isOpen = signal(false);
  protected readonly all = TRUSTS.map((name) => ({
    name,
    line: LINES[name],
    word: name === 'catching-up' ? 'Catching up' : name.charAt(0).toUpperCase() + name.slice(1),
    means: OTHERS[name],
  }));

  protected connectNow(): void {
    this.feed.connectNow();
  }

  protected closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent): void {
    const inside = relatedTarget instanceof Node && (currentTarget as HTMLElement).contains(relatedTarget);
    if (!inside) this.isOpen.set(false);
  }
}
