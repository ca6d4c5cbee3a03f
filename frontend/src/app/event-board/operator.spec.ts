import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { OperationalEvent } from '@signalbox/contracts';
import { createEvent, person } from '../testing/create-event';
import { FakeEventSource } from '../testing/fake-event-source';
import { Notices } from './notices';
import { Operator } from './operator';

describe('the hand on the levers', () => {
  let http: HttpTestingController;
  let operator: Operator;
  let notices: Notices;
  const event = createEvent({ status: 'warning', key: 'lane-07', version: 4 });

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEventSource.install();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    operator = TestBed.inject(Operator);
    notices = TestBed.inject(Notices);
    operator.order('complete', event, {});
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const posted = () => http.expectOne(`/api/events/${event.id}/complete`);
  const refuse = (status: number, now?: OperationalEvent) =>
    posted().flush({ type: 'x', title: 'x', status, event: now }, { status, statusText: 'Refused' });
  const said = () => notices.current()?.text;

  it('sends the version that the person saw', () => {
    const { request } = posted();
    expect(request.headers.get('If-Match')).toBe('"4"');
    expect(operator.sent().get(event.id)?.command).toBe('complete');
  });

  it('offers to undo what was done', () => {
    posted().flush({ ...event, state: 'completed', version: 5 });
    expect(operator.sent().size).toBe(0);
    expect(said()).toBe('lane-07: completed.');
    notices.current()!.action!.run();
    expect(http.expectOne(`/api/events/${event.id}/undo`).request.headers.get('If-Match')).toBe('"5"');
  });

  it('swallows the second half of a double click', () => {
    posted().flush({ ...event, state: 'completed', version: 5 });
    expect(operator.isBusy(event.id)).toBe(true);
    vi.advanceTimersByTime(700);
    expect(operator.isBusy(event.id)).toBe(false);
  });

  it('repeats once by itself when only the status changed, and not for worse', () => {
    refuse(412, { ...event, status: 'ok', version: 5 });
    const again = posted();
    expect(again.request.headers.get('If-Match')).toBe('"5"');
    again.flush({ type: 'x', title: 'x', status: 412, event }, { status: 412, statusText: 'Refused' });
    http.expectNone(`/api/events/${event.id}/complete`);
  });

  it('tells who was faster, and sends anyway only when the person says so', () => {
    const now = { ...event, state: 'acknowledged', version: 5, changedBy: person('Ana Ruiz') } as const;
    refuse(412, { ...now, changedAt: new Date(Date.now() - 3_000).toISOString() });
    expect(said()?.replaceAll('\u00a0', ' ')).toBe(
      'lane-07: Ana Ruiz acknowledged it 3 s ago. Yours was not sent.',
    );
    expect(operator.refusalOf(event.id, Date.now())?.words).toBe('Ana Ruiz was faster, not sent');
    notices.current()!.action!.run();
    expect(posted().request.headers.get('If-Match')).toBe('*');
  });

  it('says that it is so already', () => {
    refuse(409, { ...event, state: 'completed', version: 5 });
    expect(said()).toContain('lane-07 is completed already');
  });

  it('keeps the command while the database service is away', () => {
    refuse(503);
    expect(said()).toBe('lane-07: not sent, the database service does not answer.');
    const first = notices.current()!.action!;
    vi.advanceTimersByTime(700);
    first.run();
    expect(posted().request.headers.get('If-Match')).toBe('"4"');
  });

  it('forgets a refusal after ten seconds', () => {
    refuse(503);
    expect(operator.refusalOf(event.id, Date.now() + 9_000)).not.toBeNull();
    expect(operator.refusalOf(event.id, Date.now() + 10_000)).toBeNull();
  });
});
