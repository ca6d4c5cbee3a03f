import { LIMITS } from '@signalbox/contracts/vocabulary';
import { size } from '../words/sizes';

/** Why a text cannot be a message of reports, and where. */
export interface ReportFault {
  readonly words: string;
  /** Where in the text, if that is known. */
  readonly at?: number;
}

/** What can be known before it is sent; whether its reports are taken, the database service decides. */
export function reportFault(text: string): ReportFault | null {
  if (text.trim() === '')
    return { words: 'It is empty. A message is one report or a list of reports, as JSON.' };
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > LIMITS.messageBytes) {
    return { words: `It is ${size(bytes)} long, and at most ${size(LIMITS.messageBytes)} are taken.` };
  }
  try {
    return shapeFault(JSON.parse(text));
  } catch (cause) {
    return jsonFault(text, (cause as SyntaxError).message);
  }
}

function shapeFault(value: unknown): ReportFault | null {
  const reports: unknown[] = Array.isArray(value) ? value : [value];
  if (reports.length === 0) return { words: 'The list is empty: there is no report in it.' };
  const isReport = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
  if (reports.every(isReport)) return null;
  return {
    words: 'It is JSON, but no report: that is an object as in {"status":"error","message":"disk full"}.',
  };
}

/** Engines word it differently, and name the place in one of two ways, or not at all. */
function jsonFault(text: string, message: string): ReportFault {
  const at = placeIn(text, message);
  const [, reason = message] =
    /^(?:JSON\.parse: |JSON Parse error: )?(.*?)(?: in JSON)?(?: at (?:position|line) .*)?$/s.exec(message) ??
    [];
  const where = at === undefined ? '' : `, line ${lineOf(text, at)}`;
  return { words: `It is not JSON${where}: ${reason}.`, ...(at !== undefined && { at }) };
}

function placeIn(text: string, message: string): number | undefined {
  const [, position] = /position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) {
    const before = text.split('\n').slice(0, Number(line) - 1);
    return before.reduce((sum, { length }) => sum + length + 1, 0) + Number(column) - 1;
  }
  return /unexpected end/i.test(message) ? text.length : undefined;
}

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;
