import { randomUUIDv7 } from 'node:crypto';
import type { TestContext } from 'node:test';
import type { ChangesAnswer, EventFilter, EventPage, Sort } from '@signalbox/contracts';
import type { AcceptedReport } from '@signalbox/contracts/lifecycle';
import type { CommandBody, CommandName, OperatorCommand } from '@signalbox/contracts';
import { eventually } from '../../../../test/support/eventually.ts';
import { listOf } from '../../../../test/support/list-of.ts';
import { changesJson } from '../changes-page.ts';
import type {
  AppliedReport,
  ChangesRequest,
  CommandWrite,
  EventStore,
  ReportWrite,
  StoreContext,
  WriteResult,
} from '../event-store.ts';

/** Opens an empty store; it is closed, and its data gone, after the test. */
export type OpenStore = (t: TestContext, context: StoreContext) => Promise<EventStore>;

const START = '2026-11-22T03:00:00.000Z';

/** A store in a world whose clock stands still until it is told to go on. */
export async function storeWorld(t: TestContext, open: OpenStore) {
  let now = Date.parse(START);
  const time = (seconds = 0) => new Date(now + seconds * 1_000).toISOString();
  const store = await open(t, { now: () => time(), newId: () => randomUUIDv7() });
  const write = (report: Partial<AcceptedReport> = {}): ReportWrite => ({
    kind: 'report',
    report: {
      source: 'plaza-north',
      key: 'lane-07/barrier',
      status: 'error',
      message: 'Barrier does not answer',
      time: time(),
      ...report,
    },
  });
  const reports = async (...some: Partial<AcceptedReport>[]) =>
    (await store.apply(some.map(write))) as readonly AppliedReport[];

  return {
    store,
    write,
    /** The time, so many seconds from now. */
    time,
    advance: (seconds: number) => void (now += seconds * 1_000),
    reports,
    report: async (report?: Partial<AcceptedReport>) => (await reports(report ?? {}))[0] as AppliedReport,
    command: async <Name extends CommandName>(
      eventId: string,
      name: Name,
      body: CommandBody<Name>,
      expectedVersion: CommandWrite['expectedVersion'] = '*',
    ): Promise<WriteResult> => {
      const actor = { kind: 'person', name: 'Ana Ruiz' } as const;
      const command = { name, ...body } as OperatorCommand;
      return (
        await store.apply([{ kind: 'command', eventId, command, expectedVersion, actor }])
      )[0] as WriteResult;
    },
    /** Again where a store that follows its own journal could not be waited for; whoever tidies does so too. */
    forgetBefore: (before: string, limit: number) => eventually(() => store.forgetBefore(before, limit)),
    list: (filter: EventFilter = {}, more: { sort?: Sort; limit?: number; page?: string } = {}) =>
      listOf(store, { filter, ...more }),
    changes: async (more: Partial<ChangesRequest> = {}) => {
      const page = await store.readChanges({ filter: {}, after: '0', limit: 500, mode: 'all', ...more });
      return JSON.parse(changesJson(page).toString()) as ChangesAnswer;
    },
  };
}
export type StoreWorld = Awaited<ReturnType<typeof storeWorld>>;

/** What a writer of JSON by hand would get wrong. */
export const HARD_TEXTS = [
  'a "quote", a \\ and a /',
  'tabs\tand\r\nlines\u0001\u001f\u007f\u0085',
  '\u2028\u2029\ufeff 界 😀 é',
  "it's '' null %s {} [1,2]",
  ' two  blanks ',
];

export const keysOf = ({ events }: EventPage): string[] => events.map(({ key }) => key);
export const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_none, index) => `key-${String(index).padStart(4, '0')}`);
