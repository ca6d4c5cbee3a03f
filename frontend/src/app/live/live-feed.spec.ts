import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { ChangesAnswer } from '@signalbox/contracts';
import { createChange, createEvent } from '../testing/create-event';
import { FakeEventSource } from '../testing/fake-event-source';
import { LiveFeed } from './live-feed';

const answer = (seqs: number[], cursor = `epoch-${seqs.at(-1) ?? 100}`): ChangesAnswer => ({
  cursor,
  entries: seqs.map((seq) => createChange(seq, createEvent())),
  refresh: false,
});

describe('the live feed', () => {
  let feed: LiveFeed;
  let http: HttpTestingController;
  let taken: number[];
  let resets: boolean[];

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEventSource.install();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    feed = TestBed.inject(LiveFeed);
    http = TestBed.inject(HttpTestingController);
    taken = [];
    resets = [];
    feed.changes.subscribe(({ entries }) => taken.push(...entries.map(({ seq }) => seq)));
    feed.resets.subscribe(({ restored }) => resets.push(restored));
    feed.follow('state=open', 'epoch-100');
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const stream = () => FakeEventSource.newest();
  const hello = () => stream().say('hello', { cursor: 'epoch-100', databaseService: 'up' });
  const changesAsked = () => http.match((request) => request.url.startsWith('/api/changes'));

  it('opens the stream at the place of the page, with its filter', () => {
    expect(stream().url).toBe('/api/stream?after=epoch-100&state=open');
  });

  it('takes what is new, and nothing twice', () => {
    hello();
    stream().say('change', answer([101, 102]));
    stream().say('change', answer([102, 103]));
    expect(taken).toEqual([101, 102, 103]);
    expect(feed.trust().name).toBe('live');
  });

  it('goes on where it was cut', () => {
    hello();
    stream().say('change', answer([101]));
    stream().fail();
    vi.advanceTimersByTime(600);
    expect(stream().url).toContain('after=epoch-101');
  });

  it('polls while the stream cannot be opened, and stops when it can', () => {
    stream().fail();
    vi.advanceTimersByTime(600);
    stream().fail();
    changesAsked()[0]!.flush(answer([101]));
    expect(taken).toEqual([101]);
    expect(feed.trust().name).toBe('polling');
    vi.advanceTimersByTime(3_000);
    stream().say('hello', { cursor: 'epoch-101', databaseService: 'up' });
    vi.advanceTimersByTime(10_000);
    expect(feed.trust().name).toBe('live');
    expect(changesAsked().filter((request) => !request.cancelled)).toHaveLength(0);
  });

  it('takes a gateway that says nothing for none', () => {
    vi.advanceTimersByTime(5_000);
    vi.advanceTimersByTime(600);
    vi.advanceTimersByTime(5_000);
    expect(changesAsked()).toHaveLength(1);
  });

  it('doubts a long silence, and believes it when there is no news', () => {
    hello();
    vi.advanceTimersByTime(35_000);
    changesAsked()[0]!.flush(answer([]));
    expect(feed.trust().name).toBe('live');
    vi.advanceTimersByTime(35_000);
    changesAsked()[0]!.flush(answer([101]));
    expect(taken).toEqual([101]);
    expect(feed.trust().name).toBe('reconnecting');
  });

  it('says that the database service is away', () => {
    hello();
    stream().say('health', { databaseService: 'down', since: new Date().toISOString() });
    expect(feed.trust().name).toBe('stale');
    stream().say('health', { databaseService: 'up', since: new Date().toISOString() });
    expect(feed.trust().name).not.toBe('stale');
  });

  it('is offline when nobody answers for long', () => {
    hello();
    stream().fail();
    vi.advanceTimersByTime(600);
    stream().fail();
    changesAsked()[0]!.error(new ProgressEvent('error'));
    vi.advanceTimersByTime(9_000);
    expect(feed.trust().name).toBe('offline');
  });

  it('asks for the page anew when its place is gone', () => {
    hello();
    stream().say('reset', { cursor: 'epoch-900', reason: 'behind' });
    stream().say('reset', { cursor: 'other-5', reason: 'restored' });
    expect(resets).toEqual([false, true]);
  });
});
