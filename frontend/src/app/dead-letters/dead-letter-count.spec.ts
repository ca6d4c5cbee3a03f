import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { FakeEventSource } from '../testing/fake-event-source';
import { LiveFeed } from '../live/live-feed';
import { DeadLetterCount } from './dead-letter-count';

describe('the count of dead letters', () => {
  let http: HttpTestingController;
  let count: DeadLetterCount;

  const settle = async (milliseconds = 0) => {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(milliseconds);
    TestBed.tick();
  };
  const hello = async (broker?: boolean) => {
    FakeEventSource.newest().say('hello', { cursor: 'epoch-100', databaseService: 'up', broker });
    await settle();
  };
  const asked = () => http.match('/api/dead-letters?limit=0');
  const answer = async (total: number) => {
    asked().forEach((request) => request.flush({ letters: [], total }));
    await settle();
  };
  const refuse = async (status: number) => {
    const body = { type: 'x', title: 'x', status };
    asked().forEach((request) => request.flush(body, { status, statusText: 'Refused' }));
    await settle();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEventSource.install();
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    count = TestBed.inject(DeadLetterCount);
    TestBed.inject(LiveFeed).follow('', 'epoch-100');
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('is not asked for where no broker brings reports', async () => {
    await hello(false);
    await settle(60_000);
    expect(asked()).toHaveLength(0);
    expect(count.total()).toBe(0);
  });

  it('is asked for at once where one does, and then every 15 s', async () => {
    await hello(true);
    await answer(3);
    expect(count.total()).toBe(3);
    await settle(13_000);
    expect(asked()).toHaveLength(0);
    await settle(3_000);
    await answer(4);
    expect(count.total()).toBe(4);
  });

  it('is not asked for while nobody looks', async () => {
    const looks = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await hello(true);
    await answer(3);
    await settle(60_000);
    expect(asked()).toHaveLength(0);
    looks.mockReturnValue('visible');
    await settle(1_000);
    expect(asked()).toHaveLength(1);
  });

  it('stays as it was while the ingest is away, and is asked for less often', async () => {
    await hello(true);
    await answer(3);
    await settle(16_000);
    await refuse(503);
    expect(count.total()).toBe(3);
    await settle(15_000);
    expect(asked()).toHaveLength(0);
    await settle(15_000);
    expect(asked()).toHaveLength(1);
  });

  it('is asked for once where nobody can say, and not again when there is no broker', async () => {
    FakeEventSource.newest().fail();
    await settle(600);
    FakeEventSource.newest().fail();
    http
      .match((request) => request.url.startsWith('/api/changes'))
      .forEach((request) => request.flush({ cursor: 'epoch-100', entries: [], refresh: false }));
    await settle();
    await refuse(404);
    await settle(60_000);
    expect(asked()).toHaveLength(0);
    expect(count.total()).toBe(0);
  });

  it('is not asked for again when a list has just told it', async () => {
    await hello(true);
    await answer(3);
    await settle(10_000);
    count.hear(2);
    await settle(10_000);
    expect(asked()).toHaveLength(0);
    expect(count.total()).toBe(2);
  });
});
