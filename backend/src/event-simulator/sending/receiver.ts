import type { ReportsAnswer } from '@signalbox/contracts';
import { type DatabaseClient, UnreachableError } from '../../database-client/index.ts';
import type { MessageBroker } from '../../message-broker/message-broker.ts';
import type { OutgoingReport } from './outgoing-report.ts';

/** Receipts; or `confirmed`: a broker has them on disk, and what becomes of them comes later. */
export type Answer = ReportsAnswer | 'confirmed';

/** What reports are sent to. */
export interface Receiver {
  /** Answers when they are on disk there. Throws UnreachableError while they cannot be taken. */
  send(reports: readonly OutgoingReport[], signal: AbortSignal): Promise<Answer>;
}

export const overHttp = (client: Pick<DatabaseClient, 'sendReports'>): Receiver => ({
  send: (reports, signal) => client.sendReports(reports, { signal }),
});

/** Each report is a message of its own, which a broker can know again, with its source as the subject. */
export const throughBroker = (broker: Pick<MessageBroker, 'publish' | 'place'>): Receiver => ({
  async send(reports, signal) {
    try {
      const published = reports.map((report) =>
        broker.publish({
          id: `${report.source}/${report.id}`,
          subject: report.source,
          body: Buffer.from(JSON.stringify(report)),
        }),
      );
      await unlessAborted(Promise.all(published), signal);
      return 'confirmed';
    } catch (error) {
      signal.throwIfAborted();
      throw UnreachableError.from(broker.place, error);
    }
  },
});

/** A broker that is away is waited for as long as somebody waits. */
async function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
