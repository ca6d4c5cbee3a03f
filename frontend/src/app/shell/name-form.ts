import { Component, inject, output } from '@angular/core';
import { Person } from '../api/person';

/** Asks for the name that a person's decisions carry in the history. */
@Component({
  selector: 'sb-name-form',
  template: `
    <form (submit)="introduce($event, name.value)">
      <label for="person-name">The name that your decisions carry</label>
      <div>
        <input
          #name
          id="person-name"
          class="field"
          maxlength="255"
          autocomplete="name"
          [value]="person.name()"
        />
        <button type="submit" class="button">Keep</button>
      </div>
    </form>
  `,
  styles: `
    div {
      display: flex;
      gap: 8px;
      margin-top: 6px;
    }
    .field {
      flex: 1;
    }
  `,
})
export class NameForm {
  protected readonly person = inject(Person);
  readonly given = output();

  protected introduce(submit: Event, name: string): void {
    submit.preventDefault();
    this.person.introduce(name);
    this.given.emit();
  }
}
