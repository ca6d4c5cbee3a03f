import { EventReportSchema, LIMITS, type EventReport } from '@signalbox/contracts';
import type { AcceptedReport } from '@signalbox/contracts/lifecycle';
import { checkText, isPlain } from '../service-kit/check-text.ts';
import type { Blame } from '../service-kit/problem.ts';
import { fieldsReader } from '../service-kit/read-fields.ts';

/** What a report gets where it says nothing itself. */
export interface ReportDefaults {
  readonly source: string;
  readonly now: () => string;
  readonly newId: () => string;
}

export type ReportRead =
  | { readonly report: AcceptedReport; readonly blames?: undefined }
  | { readonly report?: undefined; readonly blames: readonly Blame[] };

const readFields = fieldsReader(EventReportSchema);
/** The report itself is one level. */
const LEVELS = 1 + LIMITS.attributesDepth;

/** Checks what came over the wire, wherever it came from, and fills in the defaults. `pointer` is its place in the body. */
export function readReport(value: unknown, pointer: string, defaults: ReportDefaults): ReportRead {
  const isKeepable = isPlain(value, LEVELS);
  const unkeepable = isKeepable ? undefined : checkText(value, pointer);
  if (unkeepable) return { blames: [unkeepable] };
  const { fields, blames } = readFields(value, pointer);
  if (blames) return { blames };
  const report = fields as EventReport;
  const tooDeep = isKeepable ? undefined : depthFlaw(report, pointer);
  const tooMuch = tooDeep ?? sizeFlaw(report, pointer);
  if (tooMuch) return { blames: [tooMuch] };
  return {
    report: {
      ...report,
      source: report.source ?? defaults.source,
      key: report.key ?? report.id ?? defaults.newId(),
      time: report.time ?? defaults.now(),
    },
  };
}

const depthFlaw = ({ attributes }: EventReport, pointer: string): Blame | undefined =>
  checkText(attributes, `${pointer}/attributes`, LIMITS.attributesDepth);

function sizeFlaw({ attributes }: EventReport, pointer: string): Blame | undefined {
  if (attributes === undefined) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(attributes));
  if (bytes <= LIMITS.attributesBytes) return undefined;
  const detail = `must be at most ${LIMITS.attributesBytes} bytes as JSON, and is ${bytes}`;
  return { pointer: `${pointer}/attributes`, detail };
}
