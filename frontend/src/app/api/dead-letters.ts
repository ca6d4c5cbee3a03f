import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { type Observable, timeout } from 'rxjs';

export type LetterVerb = 'replay' | 'discard';

const ANSWER_WITHIN = 15_000;

export const letterUrl = (id: string): string => `/api/dead-letters/${encodeURIComponent(id)}`;

/** Sends a dead letter again, as it was or mended, or throws it away. */
@Service()
export class DeadLetters {
  private readonly http = inject(HttpClient);

  replay(id: string, body?: string): Observable<object> {
    return this.post(id, 'replay', body === undefined ? {} : { body });
  }

  discard(id: string): Observable<object> {
    return this.post(id, 'discard', {});
  }

  private post(id: string, verb: LetterVerb, body: object): Observable<object> {
    return this.http.post<object>(`${letterUrl(id)}/${verb}`, body).pipe(timeout(ANSWER_WITHIN));
  }
}
