import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { OperationalEvent } from '@signalbox/contracts';
import { createEvent, person } from '../testing/create-event';
import { EventRow } from './event-row';

const NOW = Date.parse('2026-11-22T03:00:08.000Z');

describe('a row', () => {
  const render = (event: OperationalEvent, known: { left?: boolean; changedAt?: number } = {}) => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    const fixture = TestBed.createComponent(EventRow);
    fixture.componentRef.setInput('row', { event, left: false, changedAt: null, ...known });
    fixture.componentRef.setInput('now', NOW);
    fixture.detectChanges();
    const row = fixture.nativeElement as HTMLElement;
    const buttons = [...row.querySelectorAll('button')].map((button) => button.textContent.trim());
    const cells = [...row.querySelectorAll('[role=gridcell]')].map((cell) =>
      cell.textContent.replaceAll('\u00a0', ' ').trim(),
    );
    return { fixture, row, buttons, cells };
  };

  it('says what the source says, and what people decided', () => {
    const { cells } = render(createEvent({ key: 'lane-07', message: 'No answer', reports: 731 }));
    expect(cells.slice(2, 8)).toEqual(['ERROR', 'lane-07plaza-north', 'No answer', '×731', '8 s', 'Open']);
  });

  it.each([
    ['open', {}, ['Ack', 'Complete']],
    ['acknowledged', {}, ['Complete']],
    ['completed', { completedBy: person('Ana Ruiz') }, ['Reopen']],
    ['completed', { completedBy: { kind: 'source', name: 'x' } }, []],
  ] as const)('offers what can be done when %s %o', (state, known, expected) => {
    const { buttons } = render(createEvent({ state, ...known }));
    expect(buttons).toEqual(expected);
  });

  it('orders what is pressed', () => {
    const { fixture, row } = render(createEvent());
    const ordered: string[] = [];
    fixture.componentInstance.ordered.subscribe((command) => ordered.push(command));
    row.querySelectorAll('button')[1]!.click();
    expect(ordered).toEqual(['complete']);
  });

  it('shows the badge where the two truths differ', () => {
    const event = createEvent({
      state: 'completed',
      completedBy: person('Ana Ruiz'),
      diverged: true,
      failingSince: 412,
    });
    const { row, cells } = render(event);
    expect(cells[8]).toMatch(/source still\s*ERROR\s*×412/);
    expect(row.querySelector('.rail-apart')).not.toBeNull();
  });

  it('puts its lamp out when it left the view', () => {
    const { row } = render(createEvent(), { left: true });
    expect(row.querySelector('sb-lamp')?.className).toBe('unlit');
  });

  it('marks a change for ten seconds', () => {
    expect(render(createEvent(), { changedAt: NOW - 9_000 }).row.querySelector('.mark-new')).not.toBeNull();
    TestBed.resetTestingModule();
    expect(render(createEvent(), { changedAt: NOW - 11_000 }).row.querySelector('.mark-new')).toBeNull();
  });
});
