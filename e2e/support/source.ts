import { randomUUID } from 'node:crypto';
import type { EventReport, Status } from '@signalbox/contracts';
import type { DatabaseClient } from '../../backend/src/database-client/index.ts';

type Said = Partial<Omit<EventReport, 'source' | 'status'>>;

const MESSAGES: Record<Status, string> = {
  ok: 'Barrier answers',
  warning: 'Barrier answers slowly: 1,900 ms',
  error: 'Barrier does not answer: 3 polls lost',
};

/** A program that reports to the database service, as any other would. */
export class Source {
  readonly name: string;
  private readonly database: DatabaseClient;

  constructor(name: string, database: DatabaseClient) {
    this.name = name;
    this.database = database;
  }

  /** One report; gives the event's id when it is on disk. */
  async reports(status: Status, said: Said = {}): Promise<string> {
    const [id] = await this.reportsAll([{ status, ...said }]);
    return id ?? '';
  }

  /** Some reports in one request; gives the ids of their events. */
  async reportsAll(reports: readonly (Said & { status: Status })[]): Promise<string[]> {
    const { receipts } = await this.database.sendReports(reports.map((report) => this.complete(report)));
    return receipts.map(({ id }) => id ?? '');
  }

  private complete(report: Said & { status: Status }): EventReport {
    const named = { source: this.name, key: 'lane-07/barrier', id: randomUUID() };
    return { ...named, message: MESSAGES[report.status], ...report };
  }
}
