import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { CommandBody, OperationalEvent } from '@signalbox/contracts';
import type { CommandName } from '@signalbox/contracts/vocabulary';
import { type Observable, timeout } from 'rxjs';

/** What needs no more than a press. */
export type PressCommand = Extract<CommandName, 'acknowledge' | 'complete' | 'reopen'>;

const ANSWER_WITHIN = 15_000;

/** Sends one command of a person, for the version that the person saw; `any` when they confirmed after a refusal. */
@Service()
export class Commands {
  private readonly http = inject(HttpClient);

  send<Name extends CommandName>(
    name: Name,
    id: string,
    version: number | 'any',
    body: CommandBody<Name>,
  ): Observable<OperationalEvent> {
    const seen = version === 'any' ? '*' : `"${version}"`;
    return this.http
      .post<OperationalEvent>(`/api/events/${encodeURIComponent(id)}/${name}`, body, {
        headers: { 'If-Match': seen },
      })
      .pipe(timeout(ANSWER_WITHIN));
  }
}

/** An identity for a command, so that sending it twice does it once. Works on plain http too, unlike randomUUID. */
export const newCommandId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
