import type { Receipt } from '@signalbox/contracts';
import type { Ledger } from '../ledger.ts';
import { figure, type Progress } from '../progress.ts';
import type { Tally } from '../tally.ts';
import type { SendingEvents } from './lanes.ts';

export interface Watching {
  /** For people. */
  readonly place: string;
  readonly tally: Tally;
  readonly progress: Pick<Progress, 'say'>;
  readonly ledger: Ledger | undefined;
}

/** Counts what happens, and says what a person should know: each thing once. */
export function watchSending({ place, tally, progress, ledger }: Watching): SendingEvents {
  const outage = watchOutage((line) => progress.say(line), place);
  const said = new Set<string>();
  const complain = (what: string) => {
    if (!said.has(what)) progress.say(`Refused: ${what}`);
    said.add(what);
  };
  return {
    sending: (reports) => ledger?.noteSending(reports),
    held: (error) => outage.begins(error),
    answered(reports, answer) {
      outage.ends();
      if (answer === 'confirmed') {
        tally.confirmed += reports.length;
        ledger?.noteConfirmed(reports);
        return;
      }
      const { receipts, counts } = answer;
      tally.add(counts);
      ledger?.noteReceipts(reports, receipts);
      for (const receipt of receipts) if (receipt.result === 'rejected') complain(describeRejection(receipt));
    },
    failed(reports, { status, message }) {
      tally.failed += reports.length;
      complain(`HTTP ${status}, ${message}`);
    },
  };
}

/** Says once that the service is away, and once that it is back. */
function watchOutage(say: (line: string) => void, place: string) {
  let since: number | undefined;
  return {
    begins({ message }: Error) {
      if (since !== undefined) return;
      since = performance.now();
      say(`${message.replace(/\.$/, '')}. Waiting for it; nothing is lost.`);
    },
    ends() {
      if (since === undefined) return;
      say(`${place} answers again after ${figure((performance.now() - since) / 1_000)} s.`);
      since = undefined;
    },
  };
}

/** Without the report's place in its request, so that many of a kind are one complaint. */
const describeRejection = ({ pointer = '', reason = 'without a reason' }: Receipt): string =>
  `${pointer.replace(/^#\/\d+/, '#')} ${reason}`.trim();
