import { Component, input } from '@angular/core';
import { Lamp } from '../shapes/lamp';

export type FaceLine = 'clear' | 'bare' | 'turnout' | 'stopped' | 'broken' | 'half';

/** What stands where rows would be: a line drawn like the badge's, one title, few words, few buttons. */
@Component({
  selector: 'sb-face',
  imports: [Lamp],
  templateUrl: './face.html',
  styleUrl: './face.css',
})
export class Face {
  readonly line = input.required<FaceLine>();
  readonly title = input.required<string>();
}
