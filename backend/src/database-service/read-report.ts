import { EventReportSchema, LIMITS, type EventReport } from '@signalbox/contracts';
import type { AcceptedReport } from '@signalbox/contracts/lifecycle';
import { checkText } from '../service-kit/check-text.ts';
import type { Blame } from '../service-kit/problem.ts';
import { readFields } from './read-fields.ts';

/** What a report gets where it says nothing itself. */
export interface ReportDefaults {
  readonly source: string;
  readonly now: () => string;
  readonly newId: () => string;
}

export type ReportRead =
  | { readonly report: AcceptedReport; readonly blames?: undefined }
  | { readonly report?: undefined; readonly blames: readonly Blame[] };

/** Checks what came over the wire, wherever it came from, and fills in the defaults. `pointer` is its place in the body. */
export function readReport(value: unknown, pointer: string, defaults: ReportDefaults): ReportRead {
  const unkeepable = checkText(value, pointer);
  if (unkeepable) return { blames: [unkeepable] };
  const { fields, blames } = readFields(EventReportSchema, value, pointer);
  if (blames) return { blames };
  const report = fields as EventReport;
  const tooMuch = attributesFlaw(report, `${pointer}/attributes`);
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

function attributesFlaw({ attributes }: EventReport, pointer: string): Blame | undefined {
  if (attributes === undefined) return undefined;
  const tooDeep = checkText(attributes, pointer, LIMITS.attributesDepth);
  if (tooDeep) return tooDeep;
  const bytes = Buffer.byteLength(JSON.stringify(attributes));
  if (bytes <= LIMITS.attributesBytes) return undefined;
  return { pointer, detail: `must be at most ${LIMITS.attributesBytes} bytes as JSON, and is ${bytes}` };
}
