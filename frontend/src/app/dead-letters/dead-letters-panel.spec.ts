import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { createLetter } from '../testing/create-letter';
import { DeadLettersPanel } from './dead-letters-panel';

const SENT = '{"status":"broken"}';

describe('the panel of dead letters', () => {
  const [first, second] = [createLetter({ subject: 'plaza-north' }), createLetter({ subject: 'payments' })];
  let http: HttpTestingController;
  let fixture: ComponentFixture<DeadLettersPanel>;
  let panel: HTMLElement;
  let chosen: string[];

  const flushBodies = () => {
    for (const { id, ...rest } of [first, second]) {
      http
        .match(`/api/dead-letters/${id}`)
        .forEach((request) => request.flush({ id, ...rest, body: SENT, encoding: 'utf-8' }));
    }
  };
  const settle = async () => {
    await fixture.whenStable();
    flushBodies();
    await fixture.whenStable();
  };
  const read = async (id: string) => {
    fixture.componentRef.setInput('chosen', id);
    fixture.detectChanges();
    flushBodies();
    await settle();
  };
  const button = (name: string) =>
    [...panel.querySelectorAll('button')].find(({ textContent }) => textContent.trim().startsWith(name))!;
  const key = (name: string, target: Element = panel) => {
    const press = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
    target.dispatchEvent(press);
    fixture.detectChanges();
  };
  const text = () => panel.textContent.replaceAll(/\s+/g, ' ');

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    http = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(DeadLettersPanel);
    panel = fixture.nativeElement as HTMLElement;
    document.body.append(panel);
    chosen = [];
    fixture.componentInstance.chose.subscribe((id) => chosen.push(id));
    fixture.componentRef.setInput('chosen', 'list');
    fixture.detectChanges();
    http.expectOne('/api/dead-letters?limit=50').flush({ letters: [first, second], total: 2 });
    await settle();
  });
  afterEach(() => fixture.destroy());

  it('lists them, and has the focus', () => {
    expect(panel.querySelector('h2')?.textContent).toBe('2 dead letters');
    expect(document.activeElement).toBe(panel.querySelector('h2'));
    const options = [...panel.querySelectorAll('[role=option]')];
    expect(options.map((option) => option.querySelector('.subject')?.textContent)).toEqual([
      'plaza-north',
      'payments',
    ]);
  });

  it('walks through them with the keyboard, and keeps its keys from the board', () => {
    const reachedTheBoard: string[] = [];
    const listen = (press: KeyboardEvent) => reachedTheBoard.push(press.key);
    document.addEventListener('keydown', listen);
    for (const name of ['j', 'c', 'a', 'Enter', 'Escape']) key(name);
    document.removeEventListener('keydown', listen);
    expect(chosen).toEqual([first.id]);
    expect(document.activeElement?.id).toBe(`letter-${first.id}`);
    expect(reachedTheBoard).toEqual(['Escape']);
  });

  it('shows what was sent, and why it was not taken', async () => {
    await read(first.id);
    expect(panel.querySelector('pre')?.textContent).toBe(SENT);
    expect(text()).toContain('Why it was not taken#/status must be ok, warning or error');
  });

  it('sends no mended text that is no JSON, and keeps it when it is looked away from', async () => {
    await read(first.id);
    key('m');
    const area = panel.querySelector('textarea')!;
    expect(area.value).toBe(SENT);
    area.value = '{"status":';
    area.dispatchEvent(new Event('input'));
    button('Replay mended').click();
    fixture.detectChanges();
    expect(text()).toContain('It is not JSON, line 1');
    http.expectNone(`/api/dead-letters/${first.id}/replay`);
    key('Escape', area);
    expect(panel.querySelector('textarea')).toBeNull();
    key('m');
    expect(panel.querySelector('textarea')?.value).toBe('{"status":');
  });

  it('sends the mended text', async () => {
    await read(first.id);
    key('m');
    panel.querySelector('textarea')!.value = '{"status":"error","message":"mended"}';
    button('Replay mended').click();
    const { request } = http.expectOne(`/api/dead-letters/${first.id}/replay`);
    expect(request.body).toEqual({ body: '{"status":"error","message":"mended"}' });
  });

  it('asks before it discards, and Enter would keep it', async () => {
    await read(first.id);
    key('d');
    http.expectNone(`/api/dead-letters/${first.id}/discard`);
    await fixture.whenStable();
    expect(document.activeElement).toBe(button('Keep it'));
    button('Discard').click();
    http.expectOne(`/api/dead-letters/${first.id}/discard`).flush({});
    fixture.detectChanges();
    expect(text()).toContain('Discarded');
    expect(button('Replay as it was').disabled).toBe(true);
  });

  it('marks a body that is no text', async () => {
    fixture.componentRef.setInput('chosen', second.id);
    fixture.detectChanges();
    const body = { ...second, body: '//4=', encoding: 'base64' };
    http.expectOne(`/api/dead-letters/${second.id}`).flush(body);
    await settle();
    expect(text()).toContain('not text, so shown as base64');
    key('m');
    expect(panel.querySelector('textarea')?.value).toBe('');
  });

  it('says that a letter is gone, and what it was', async () => {
    fixture.componentRef.setInput('chosen', first.id);
    fixture.detectChanges();
    http
      .expectOne(`/api/dead-letters/${first.id}`)
      .flush({ type: 'x', title: 'x', status: 404 }, { status: 404, statusText: 'Not Found' });
    fixture.detectChanges();
    const again = await vi.waitFor(() => http.expectOne('/api/dead-letters?limit=50'));
    again.flush({ letters: [second], total: 1 });
    await settle();
    expect(text()).toContain('Gone: somebody replayed or discarded it.');
    expect(text()).toContain('Why it was not taken');
  });
});
