import { provideHttpClient } from '@angular/common/http';
import {
  HttpTestingController,
  type TestRequest,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { provideLocationMocks } from '@angular/common/testing';
import { TestBed } from '@angular/core/testing';
import type { EventPage } from '@signalbox/contracts';
import { createChange, createEvent, createPage } from '../testing/create-event';
import { FakeEventSource } from '../testing/fake-event-source';
import { AddressBar } from './address-bar';
import { BoardState } from './board-state';

const REPAINTED = 300;

describe('the page on the screen', () => {
  let http: HttpTestingController;
  let board: BoardState;

  const settle = async (milliseconds = 0) => {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(milliseconds);
    TestBed.tick();
  };
  const listsAsked = (): TestRequest[] => http.match((request) => request.url.startsWith('/api/events'));
  const answer = async (page: EventPage) => {
    await settle();
    listsAsked().forEach((request) => request.flush(page));
    await settle();
  };
  const say = async (name: string, body: unknown) => {
    FakeEventSource.newest().say(name, body);
    await settle(REPAINTED);
  };
  const changed = (seq: number, event = createEvent()) => ({
    cursor: `epoch-${seq}`,
    entries: [createChange(seq, event)],
    refresh: false,
  });
  const ids = () => board.rows().map((row) => row.event.id);

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEventSource.install();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideLocationMocks()],
    });
    http = TestBed.inject(HttpTestingController);
    board = TestBed.inject(BoardState);
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('is read once, and followed from the very place where it was read', async () => {
    await answer(createPage([createEvent()], { cursor: 'epoch-7' }));
    expect(board.rows()).toHaveLength(1);
    expect(FakeEventSource.newest().url).toBe('/api/stream?after=epoch-7');
  });

  it('counts what is new, and shows it when asked', async () => {
    const [shown, fresh] = [createEvent(), createEvent()];
    await answer(createPage([shown]));
    await say('hello', { cursor: 'epoch-100', databaseService: 'up' });
    await say('change', changed(101, fresh));
    expect(ids()).toEqual([shown.id]);
    expect(board.freshCount()).toBe(1);
    board.showNew();
    await answer(createPage([fresh, shown], { cursor: 'epoch-101' }));
    expect(ids()).toEqual([fresh.id, shown.id]);
    expect(board.freshCount()).toBe(0);
  });

  it('loses nothing that happens while the page is read anew', async () => {
    const event = createEvent();
    await answer(createPage([event]));
    await say('hello', { cursor: 'epoch-100', databaseService: 'up' });
    board.readAnew();
    await settle();
    await say('change', changed(105, { ...event, message: 'Newer than the page', version: 2 }));
    const stream = FakeEventSource.newest();
    await answer(createPage([event], { cursor: 'epoch-103' }));
    expect(board.rows()[0]!.event.message).toBe('Newer than the page');
    expect(FakeEventSource.newest()).toBe(stream);
  });

  it('opens another stream for another filter', async () => {
    await answer(createPage([createEvent()]));
    TestBed.inject(AddressBar).narrow({ state: ['open'] });
    await answer(createPage([], { cursor: 'epoch-200' }));
    expect(FakeEventSource.newest().url).toBe('/api/stream?after=epoch-200&state=open');
  });

  it('reads anew when too much changed at once', async () => {
    await answer(createPage([createEvent()]));
    await say('change', { cursor: 'epoch-9000', entries: [], refresh: true });
    expect(listsAsked()).toHaveLength(1);
  });

  it('says when the database is another one, and waits for the person', async () => {
    await answer(createPage([createEvent()]));
    await say('reset', { cursor: 'other-5', reason: 'restored' });
    expect(board.restoredAt()).not.toBeNull();
    expect(board.unlit()).toBe(true);
    board.readAnew();
    await answer(createPage([], { cursor: 'other-5' }));
    expect(board.unlit()).toBe(false);
  });

  it('takes in what is new by itself where it follows, but not under a hand', async () => {
    await answer(createPage([createEvent()]));
    board.follows.set(true);
    board.touched.set(true);
    await say('change', changed(101));
    await settle(2_000);
    expect(listsAsked()).toHaveLength(0);
    board.touched.set(false);
    await settle(2_000);
    expect(listsAsked()).toHaveLength(1);
  });

  it('searches on the way it came, also where one page after the other finds nothing', async () => {
    const short = { next: 'behind', previous: 'before', searchedTo: '2026-11-22T01:00:00.000Z' };
    const address = TestBed.inject(AddressBar);
    for (const [page, way] of [
      ['last', 'previous'],
      [null, 'next'],
    ] as const) {
      address.go({ page });
      await answer(createPage([], { ...short, ...(page === null && { previous: null }) }));
      expect(board.way()).toBe(way);
      board.turn(board.way(), null);
      await answer(createPage([], short));
      expect(board.way()).toBe(way);
      expect(address.query().page).toBe(short[way]);
    }
    address.narrow({ sort: 'changedAt' });
    expect(board.way()).toBe('next');
  });

  it('asks again for what could not be read', async () => {
    await settle();
    listsAsked()[0]!.flush(
      { type: 'x', title: 'x', status: 503 },
      { status: 503, statusText: 'Unavailable' },
    );
    await settle();
    expect(board.refusal()?.status).toBe(503);
    await settle(5_000);
    await answer(createPage([createEvent()]));
    expect(board.rows()).toHaveLength(1);
  });

  it('holds still while it is paused', async () => {
    const event = createEvent();
    await answer(createPage([event]));
    board.setPaused(true);
    await say('change', changed(101, { ...event, version: 2 }));
    expect(board.rows()[0]!.event.version).toBe(1);
    board.setPaused(false);
    await settle();
    expect(listsAsked()).toHaveLength(1);
  });
});
