import { randomUUID } from 'node:crypto';

/** When the queue took the messages of a test. */
export const SENT_AT = '2026-11-22T03:17:42.123Z';

/** A message of a queue, as Lambda gives it to a function. */
export const queueRecord = (body: unknown, messageId: string = randomUUID()) => ({
  messageId,
  receiptHandle: 'MessageReceiptHandle',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: String(Date.parse(SENT_AT)),
    SenderId: '123456789012',
    ApproximateFirstReceiveTimestamp: String(Date.parse(SENT_AT) + 1),
  },
  messageAttributes: {},
  md5OfBody: '7b270e59b47ff90a553787216d55d91d',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:signalbox-reports',
  awsRegion: 'eu-central-1',
});
export type TestRecord = ReturnType<typeof queueRecord>;

export const queueEvent = (...Records: readonly TestRecord[]) => ({ Records });

export const allFailed = (...records: readonly TestRecord[]) => ({
  batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
