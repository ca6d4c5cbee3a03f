import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { ChangesAnswer } from '@signalbox/contracts';
import { createParser } from 'eventsource-parser';
import type { Scope } from './start-process.ts';

export interface StreamFrame {
  readonly event: string | undefined;
  readonly id: string | undefined;
  readonly data: unknown;
}

/** A browser's stream, as a program sees it. */
export interface OpenStream {
  readonly frames: StreamFrame[];
  /** As a browser keeps it, moved by frames without data too. */
  readonly lastEventId: () => string | undefined;
  readonly isOpen: () => boolean;
  /** The data of the frames of this name. */
  readonly of: <Data>(event: string) => Data[];
  readonly changes: () => ChangesAnswer[];
  /** Stops reading, as a browser does whose machine sleeps. */
  pause(): void;
  /** As a network does. */
  cut(): void;
}

/** Opens a stream and keeps what it says. `cutAfterBytes` cuts the connection wherever that is. */
export function openStream(
  t: Scope,
  url: string,
  {
    lastEventId,
    cutAfterBytes = Infinity,
  }: { readonly lastEventId?: string | undefined; readonly cutAfterBytes?: number } = {},
): OpenStream {
  const frames: StreamFrame[] = [];
  let id = lastEventId;
  let bytes = 0;
  let open = true;
  let response: IncomingMessage | undefined;
  const parser = createParser({
    onEvent: ({ event, id: own, data }) => frames.push({ event, id: own, data: JSON.parse(data) as unknown }),
  });
  const ids = idReader((text) => (id = text));
  const request: ClientRequest = get(url, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    agent: false,
  });
  const cut = () => {
    open = false;
    request.destroy();
  };
  request.on('error', () => (open = false));
  request.on('response', (answer) => {
    response = answer;
    answer.on('close', () => (open = false)).on('error', () => undefined);
    answer.setEncoding('utf8').on('data', (text: string) => {
      if (!open) return;
      const taken = text.slice(0, Math.max(0, cutAfterBytes - bytes));
      bytes += taken.length;
      parser.feed(taken);
      ids(taken);
      if (bytes >= cutAfterBytes) cut();
    });
  });
  t.after(cut);
  const of = <Data>(name: string) =>
    frames.filter(({ event }) => event === name).map(({ data }) => data as Data);
  return {
    frames,
    lastEventId: () => id,
    isOpen: () => open,
    of,
    changes: () => of<ChangesAnswer>('change'),
    pause: () => response?.pause(),
    cut,
  };
}

/** The id of each frame that is complete, with data or without. */
function idReader(take: (id: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const frames = (rest + text).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) {
      const [, id] = /^id: (.*)$/m.exec(frame) ?? [];
      if (id !== undefined) take(id);
    }
  };
}
