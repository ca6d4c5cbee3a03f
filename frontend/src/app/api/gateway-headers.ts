import type { HttpInterceptorFn } from '@angular/common/http';
import { HttpResponse } from '@angular/common/http';
import { inject } from '@angular/core';
import { tap } from 'rxjs';
import { Clock } from '../live/clock';
import { Person } from './person';

/** Names the person to the gateway, and takes the services' time from every answer. */
export const gatewayHeaders: HttpInterceptorFn = (request, next) => {
  const clock = inject(Clock);
  const named = request.clone({
    setHeaders: { 'Signalbox-Actor': encodeURIComponent(inject(Person).name()) },
  });
  return next(named).pipe(
    tap((answer) => {
      if (answer instanceof HttpResponse) clock.hear(answer.headers.get('Date'));
    }),
  );
};
