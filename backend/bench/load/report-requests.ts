import type { EventReport } from '@signalbox/contracts';

/** How reports travel: many in an array, one in each request, or one a line in a single request. */
export interface Shape {
  readonly kind: 'batches' | 'singles' | 'lines';
  /** Reports in a batch. */
  readonly size?: number;
}

/** The bytes of a request, whole; in several pieces where it is long. */
export interface ReportRequest {
  readonly pieces: readonly Buffer[];
  readonly reports: number;
}

const PIECE_BYTES = 64 * 1_024;

/** Requests as bytes, made before anything is measured. */
export function reportRequests(reports: readonly EventReport[], shape: Shape): ReportRequest[] {
  if (shape.kind === 'lines') return [linesRequest(reports)];
  if (shape.kind === 'singles') return reports.map((report) => jsonRequest(report, 1));
  const { size = 1_000 } = shape;
  const starts = Array.from({ length: Math.ceil(reports.length / size) }, (_, at) => at * size);
  return starts.map((start) => {
    const batch = reports.slice(start, start + size);
    return jsonRequest(batch, batch.length);
  });
}

const head = (type: string, bytes: number): string =>
  `POST /v1/reports HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\ncontent-length: ${bytes}\r\n\r\n`;

function jsonRequest(value: unknown, reports: number): ReportRequest {
  const body = JSON.stringify(value);
  const text = head('application/json', Buffer.byteLength(body)) + body;
  return { pieces: [Buffer.from(text)], reports };
}

function linesRequest(reports: readonly EventReport[]): ReportRequest {
  const body = Buffer.from(reports.map((report) => `${JSON.stringify(report)}\n`).join(''));
  const pieces = [Buffer.from(head('application/x-ndjson', body.length))];
  for (let at = 0; at < body.length; at += PIECE_BYTES) pieces.push(body.subarray(at, at + PIECE_BYTES));
  return { pieces, reports: reports.length };
}
