import { provideHttpClient } from '@angular/common/http';
import {
  HttpTestingController,
  type TestRequest,
  provideHttpClientTesting,
} from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { DeadLetter } from '@signalbox/contracts';
import { createLetter } from '../testing/create-letter';
import { DeadLetterCount } from './dead-letter-count';
import { LetterHand } from './letter-hand';
import { LettersState } from './letters-state';

describe('the list of dead letters', () => {
  let http: HttpTestingController;
  let state: LettersState;
  let hand: LetterHand;

  const settle = async (milliseconds = 0) => {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(milliseconds);
    TestBed.tick();
  };
  const listsAsked = (): TestRequest[] =>
    http
      .match((request) => request.url.startsWith('/api/dead-letters?'))
      .filter(({ cancelled }) => !cancelled);
  const answer = async (letters: readonly DeadLetter[], total = letters.length) => {
    await settle();
    listsAsked().forEach((request) => request.flush({ letters, total }));
    await settle();
  };
  const refuse = async (request: TestRequest | undefined, status: number, detail: string) => {
    request?.flush({ type: 'x', title: 'x', status, detail }, { status, statusText: 'Refused' });
    await settle();
  };
  const fates = () => state.rows().map(({ fate }) => fate);

  beforeEach(() => {
    vi.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), LettersState, LetterHand],
    });
    http = TestBed.inject(HttpTestingController);
    state = TestBed.inject(LettersState);
    hand = TestBed.inject(LetterHand);
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    vi.useRealTimers();
  });

  it('is read a page at a time, and whole when asked for more', async () => {
    await settle();
    expect(listsAsked().map(({ request }) => request.url)).toEqual(['/api/dead-letters?limit=50']);
  });

  it('says how many it does not show, and reads as many as there may be', async () => {
    await answer([createLetter(), createLetter()], 700);
    expect(state.hiddenCount()).toBe(698);
    state.readMore();
    await settle();
    expect(listsAsked().map(({ request }) => request.url)).toEqual(['/api/dead-letters?limit=500']);
    expect(state.mayReadMore()).toBe(false);
    expect(state.rows()).toHaveLength(2);
  });

  it('is read again every 10 s', async () => {
    await answer([createLetter()]);
    await settle(9_000);
    expect(listsAsked()).toHaveLength(0);
    await settle(2_000);
    expect(listsAsked()).toHaveLength(1);
  });

  it('says that nothing waits', async () => {
    expect(state.face()).toBe('loading');
    await answer([]);
    expect(state.face()).toBe('none');
  });

  it('says who is away, and asks again by itself', async () => {
    await settle();
    await refuse(listsAsked()[0], 503, 'The broker ingest does not answer.');
    expect(state.face()).toBe('away');
    expect(state.trouble()).toBe('The broker ingest does not answer.');
    await settle(3_000);
    await answer([createLetter()]);
    expect(state.face()).toBeNull();
  });

  it('keeps what was known, and doubts it, while nobody answers', async () => {
    await answer([createLetter()]);
    await settle(11_000);
    await refuse(listsAsked()[0], 503, 'The broker does not answer.');
    expect(state.face()).toBeNull();
    expect(state.rows()).toHaveLength(1);
    expect(state.doubtedSince()).not.toBeNull();
    await settle(3_000);
    await answer([createLetter()]);
    expect(state.doubtedSince()).toBeNull();
  });

  it('does not ask again where no broker brings reports', async () => {
    await settle();
    await refuse(listsAsked()[0], 404, 'No broker brings reports here.');
    expect(state.face()).toBe('no-broker');
    await settle(60_000);
    expect(listsAsked()).toHaveLength(0);
  });

  it('tells its total to the board', async () => {
    const heard = vi.spyOn(TestBed.inject(DeadLetterCount), 'hear');
    await answer([createLetter()], 3);
    expect(heard).toHaveBeenCalledWith(3);
  });

  describe('when one is replayed', () => {
    const [first, second] = [createLetter(), createLetter()];
    const posted = (verb = 'replay') => http.expectOne(`/api/dead-letters/${first.id}/${verb}`);
    beforeEach(() => answer([first, second]));

    it('sends it as it was, or mended', async () => {
      hand.replay(first.id);
      const asItWas = posted();
      expect(asItWas.request.body).toEqual({});
      asItWas.flush({});
      hand.replay(first.id, '{"status":"ok"}');
      expect(posted().request.body).toEqual({ body: '{"status":"ok"}' });
    });

    it('keeps its row, and reads the list anew', async () => {
      hand.replay(first.id);
      posted().flush({});
      await answer([second]);
      expect(fates()).toEqual(['replayed', null]);
      state.clearGone();
      expect(fates()).toEqual([null]);
    });

    it('looks soon whether it came back', async () => {
      hand.replay(first.id);
      posted().flush({});
      await answer([second]);
      await settle(3_000);
      await answer([second, createLetter({ id: 'again', messageId: first.messageId })]);
      expect(state.returnOf(first.id)?.letter.id).toBe('again');
    });

    it('takes one order at a time', () => {
      hand.discard(first.id);
      hand.replay(first.id);
      posted('discard');
      http.expectNone(`/api/dead-letters/${first.id}/replay`);
    });

    it('says that somebody was faster', async () => {
      hand.replay(first.id);
      await refuse(posted(), 404, 'There is no such dead letter.');
      expect(fates()[0]).toBe('gone');
      expect(hand.refusalOf(first.id)).toBe(
        'It was gone already: somebody replayed or discarded it. Yours was not sent.',
      );
    });

    it('says why it was not done, and keeps the mended text', async () => {
      hand.keepDraft(first.id, '{}');
      hand.replay(first.id, '{}');
      await refuse(posted(), 503, 'The broker does not answer.');
      expect(hand.refusalOf(first.id)).toBe('Not done: The broker does not answer.');
      expect(hand.draftOf(first.id)).toBe('{}');
      expect(fates()[0]).toBeNull();
    });

    it('does not claim to know what became of it when nobody answers', async () => {
      hand.replay(first.id);
      posted().error(new ProgressEvent('error'));
      expect(hand.refusalOf(first.id)).toBe('Nobody answered, so it may be done. The list tells.');
    });
  });
});
