export interface SseEvent {
  readonly event?: string;
  readonly id?: string;
  /** Written as JSON, which has no line ends of its own. Without data the frame only moves the reader's id. */
  readonly data?: unknown;
}

/** One frame of `text/event-stream`. Nothing in it can begin a frame or a field of its own. */
export function sseFrame({ event, id, data }: SseEvent): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${oneLine(event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine(id)}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** The same, of JSON that is already written, as bytes. */
export function sseFrameOfJson(head: Omit<SseEvent, 'data'>, json: Uint8Array): Buffer {
  const lines = sseFrame(head).slice(0, -1); // without the blank line that ends a frame
  return Buffer.concat([Buffer.from(`${lines}data: `), json, Buffer.from('\n\n')]);
}

function oneLine(text: string): string {
  if (/[\r\n\0]/.test(text)) throw new TypeError('A field of an event stream must be one line without NUL.');
  return text;
}
