import type { Status } from '@signalbox/contracts/vocabulary';
import type { AcceptedReport } from '@signalbox/contracts/lifecycle';
import type { AppliedReport, Write, WriteResult } from '../event-store.ts';
import { arrived, carry, type CarriedError } from './carried-error.ts';
import { asPacked, packAttributes, unpackAttributes } from './packed-attributes.ts';

/**
 * Writes on their way to the thread: the eight fields of each report side by side, anything else as it is. Copying a flat
 * list of texts costs half of copying as many objects, or of JSON.
 */
export type CarriedWrites = readonly unknown[];
type Fields = readonly [
  source: string,
  key: string,
  id: string | undefined,
  type: string | undefined,
  status: Status,
  message: string,
  time: string,
  packed: string | undefined,
];
const FIELDS = 8 satisfies Fields['length'];

export function carryWrites(writes: readonly Write[]): CarriedWrites {
  const carried: unknown[] = [];
  for (const write of writes) {
    if (write.kind !== 'report') {
      carried.push(write);
      continue;
    }
    const { source, key, id, type, status, message, time, attributes } = write.report;
    carried.push(source, key, id, type, status, message, time, attributes && packAttributes(attributes));
  }
  return carried;
}

type Arriving = { -readonly [Field in keyof AcceptedReport]: AcceptedReport[Field] };

/** The writes again, their attributes packed. */
export function arrivedWrites(carried: CarriedWrites): Write[] {
  const writes: Write[] = [];
  for (let at = 0; at < carried.length;) {
    if (typeof carried[at] !== 'string') {
      writes.push(carried[at++] as Write);
      continue;
    }
    const [source, key, id, type, status, message, time, packed] = carried.slice(
      at,
      (at += FIELDS),
    ) as unknown as Fields;
    // Field by field: to spread objects for what may be absent takes four times as long.
    const report: Arriving = { source, key, status, message, time };
    if (id !== undefined) report.id = id;
    if (type !== undefined) report.type = type;
    if (packed !== undefined) report.attributes = asPacked(packed);
    writes.push({ kind: 'report', report });
  }
  return writes;
}

/** Results on their way back: the four fields of each receipt side by side, anything else as it is. */
export type CarriedResults = readonly unknown[];
type ReceiptFields = readonly [
  result: AppliedReport['result'],
  id: string,
  seq: number | undefined,
  version: number,
];
const RECEIPT_FIELDS = 4 satisfies ReceiptFields['length'];

export function carryResults(results: readonly WriteResult[]): CarriedResults {
  const carried: unknown[] = [];
  for (const result of results) {
    if (result.kind === 'receipt') carried.push(result.result, result.id, result.seq, result.version);
    else carried.push(result.kind === 'failed' ? { ...result, error: carry(result.error) } : result);
  }
  return carried;
}

/** The results again, the attributes of events unpacked. */
export function arrivedResults(carried: CarriedResults): WriteResult[] {
  const results: WriteResult[] = [];
  for (let at = 0; at < carried.length;) {
    if (typeof carried[at] !== 'string') {
      results.push(arrivedResult(carried[at++] as CarriedResult));
      continue;
    }
    const [result, id, seq, version] = carried.slice(at, (at += RECEIPT_FIELDS)) as unknown as ReceiptFields;
    results.push({ kind: 'receipt', result, id, ...(seq !== undefined && { seq }), version });
  }
  return results;
}

type CarriedResult =
  | Exclude<WriteResult, { kind: 'failed' | 'receipt' }>
  | { readonly kind: 'failed'; readonly error: CarriedError };

function arrivedResult(result: CarriedResult): WriteResult {
  if (result.kind === 'failed') return { ...result, error: arrived(result.error) };
  const { event } = result;
  if (event?.attributes === undefined) return result;
  return { ...result, event: { ...event, attributes: unpackAttributes(event.attributes) } };
}
