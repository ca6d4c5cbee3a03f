import { Component, input, output } from '@angular/core';

@Component({ selector: 'sb-event-detail', template: `{{ id() }}` })
export class EventDetail {
  readonly id = input.required<string>();
  readonly closed = output();
  readonly stepped = output<1 | -1>();

  askHold(): void {}
}
