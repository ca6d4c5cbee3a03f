import { ProblemError } from '../../service-kit/problem.ts';
import { readJsonText } from '../../service-kit/strict-json.ts';
import { refuseTooMany } from '../report-door.ts';

/** Of a message of an SQS queue, what is read here. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes?: { readonly SentTimestamp?: string; readonly ApproximateReceiveCount?: string };
}

/** The records of a batch; undefined for an event that is none. */
export function readBatch(event: unknown): readonly QueueRecord[] | undefined {
  const records =
    typeof event === 'object' && event !== null && 'Records' in event ? event.Records : undefined;
  return Array.isArray(records) && records.every(isQueueRecord) ? records : undefined;
}

const isQueueRecord = (value: unknown): value is QueueRecord =>
  typeof value === 'object' &&
  value !== null &&
  'eventSource' in value &&
  value.eventSource === 'aws:sqs' &&
  'messageId' in value &&
  typeof value.messageId === 'string' &&
  'body' in value &&
  typeof value.body === 'string';

/** A report as a record has it, and its place there. */
export interface RecordReport {
  readonly record: QueueRecord;
  readonly pointer: string;
  readonly value: unknown;
}

export type RecordRead =
  | { readonly reports: readonly RecordReport[]; readonly flaw?: undefined }
  | { readonly reports?: undefined; readonly flaw: string };

/**
 * One report or an array of them. One without an id gets that of its message, with its place there, so that it is known
 * when the message comes again; one without a time gets the time when the queue took it, which stays the same too.
 */
export function readRecord(record: QueueRecord): RecordRead {
  const { messageId, body, attributes } = record;
  const sent = Number(attributes?.SentTimestamp);
  const time = sent > 0 ? { time: new Date(sent).toISOString() } : {};
  const known = (value: unknown, id: string): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { id, ...time, ...value } : value;
  try {
    const value = readJsonText(body);
    if (!Array.isArray(value)) return { reports: [{ record, pointer: '#', value: known(value, messageId) }] };
    refuseTooMany(value);
    return {
      reports: value.map((one, index) => ({
        record,
        pointer: `#/${index}`,
        value: known(one, `${messageId}/${index}`),
      })),
    };
  } catch (error) {
    if (error instanceof ProblemError) return { flaw: error.message };
    throw error;
  }
}
