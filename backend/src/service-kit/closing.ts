type Close = () => unknown;

/** What was opened, and how to close it again: in reverse order, going on where a step fails. */
export class Closing {
  private readonly steps: { readonly name: string; readonly close: Close }[] = [];
  private closed: Promise<Error[]> | undefined;

  /** To be called on the line after the opening. */
  add(name: string, close: Close): void {
    this.steps.push({ name, close });
  }

  /** Closes everything, once; the errors say which step failed. */
  closeAll(): Promise<Error[]> {
    this.closed ??= this.closeBackwards();
    return this.closed;
  }

  private async closeBackwards(): Promise<Error[]> {
    const failures: Error[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.close();
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        failures.push(new Error(`Closing ${step.name} failed: ${why}`, { cause }));
      }
    }
    return failures;
  }
}
