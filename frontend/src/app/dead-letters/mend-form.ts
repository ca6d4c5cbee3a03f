import type { ElementRef } from '@angular/core';
import { Component, afterNextRender, input, output, signal, viewChild } from '@angular/core';
import { type ReportFault, reportFault } from './report-fault';

/** The body of a letter to be mended. What is no message of reports is not sent, and told where it goes wrong. */
@Component({
  selector: 'sb-mend-form',
  template: `
    <form (submit)="send($event)">
      <label for="mended-body">What to send instead</label>
      <textarea
        #text
        id="mended-body"
        class="field"
        rows="7"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        [value]="body()"
        [attr.aria-invalid]="fault() !== null"
        aria-describedby="mend-fault"
        (input)="typed.emit(text.value); fault.set(null)"
        (keydown.control.enter)="send($event)"
        (keydown.meta.enter)="send($event)"
      ></textarea>
      <p id="mend-fault" role="alert" [class.fault]="fault()">
        {{ fault()?.words ?? 'One report or a list of reports, as JSON.' }}
      </p>
      <div class="last-line">
        <button type="submit" class="button primary" title="Ctrl+Enter" [disabled]="isHeld()">
          Replay mended
        </button>
        <button type="button" class="button quiet" (click)="cancelled.emit()">Cancel</button>
      </div>
    </form>
  `,
  styleUrl: './letter-question.css',
})
export class MendForm {
  private readonly text = viewChild.required<ElementRef<HTMLTextAreaElement>>('text');
  readonly body = input.required<string>();
  /** Whether nothing can be sent at the moment. */
  readonly isHeld = input(false);
  readonly typed = output<string>();
  readonly mended = output<string>();
  readonly cancelled = output();
  protected readonly fault = signal<ReportFault | null>(null);

  constructor() {
    afterNextRender(() => {
      this.text().nativeElement.focus({ preventScroll: true });
      this.text().nativeElement.setSelectionRange(0, 0);
    });
  }

  protected send(submit: Event): void {
    submit.preventDefault();
    if (this.isHeld()) return;
    const area = this.text().nativeElement;
    const fault = reportFault(area.value);
    this.fault.set(fault);
    if (fault === null) return this.mended.emit(area.value);
    area.focus();
    if (fault.at !== undefined) area.setSelectionRange(fault.at, fault.at + 1);
  }
}
