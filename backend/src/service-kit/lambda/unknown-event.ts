/** An event that the function is not for: whoever wired it must act. Tells what it looked like, and nothing of what it said. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';

  constructor(event: unknown, wanted: string) {
    const members =
      typeof event === 'object' && event !== null ? Object.keys(event).join(', ') : typeof event;
    super(`The event is not ${wanted}. It has: ${members || 'nothing'}.`);
  }
}
