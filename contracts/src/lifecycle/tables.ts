import type { CommandName, Hold, Rule, Status } from '../vocabulary.ts';
import type { Situation } from './situation.ts';

/*
 * The lifecycle as data. Every cell must be there, or the file does not compile.
 *
 *            report: failing              acknowledge               complete
 *   (none) ------------------> open ---------------> acknowledged ------------+
 *      |                        | ^ ^  <-- worse ---      |                    v
 *      | report: ok             | | +--- override, reopen, undo ------- completed by a person
 *      v             report: ok | |                       |
 *   completed by the source <---+-+-- fails again         |
 *      ^--------------------------------------------------+ report: ok
 */

/** What a report brings, measured against what the source said before. */
export type ReportStep = 'ok-after-failing' | 'ok-after-ok' | 'failing-not-worse' | 'failing-worse';

/** What a report does to an event. `impossible` cells cannot be reached from any journal. */
export type ReportEffect =
  | 'complete-by-source'
  | 'repeat'
  | 'follow'
  | 'reopen-worse'
  | 'reopen-failed-again'
  | 'ask-the-hold'
  | 'impossible';

export const NEW_EVENT_STATE = {
  ok: 'completed',
  warning: 'open',
  error: 'open',
} as const satisfies Record<Status, string>;

export const REPORT_TABLE: Readonly<Record<Situation, Readonly<Record<ReportStep, ReportEffect>>>> = {
  open: {
    'ok-after-failing': 'complete-by-source',
    'ok-after-ok': 'repeat',
    'failing-not-worse': 'follow',
    'failing-worse': 'follow',
  },
  acknowledged: {
    'ok-after-failing': 'complete-by-source',
    'ok-after-ok': 'repeat',
    'failing-not-worse': 'follow',
    'failing-worse': 'reopen-worse',
  },
  'completed-by-source': {
    'ok-after-failing': 'impossible',
    'ok-after-ok': 'repeat',
    'failing-not-worse': 'reopen-failed-again',
    'failing-worse': 'reopen-failed-again',
  },
  'completed-by-person': {
    'ok-after-failing': 'follow',
    'ok-after-ok': 'repeat',
    'failing-not-worse': 'ask-the-hold',
    'failing-worse': 'ask-the-hold',
  },
};

/** How a failing report stands to the completion that it meets: worse wins over again, again over same. */
export type HoldTest = 'same' | 'again' | 'worse';

/** The rule by which the completion is overridden, or `holds`. */
export const HOLD_TABLE: Readonly<Record<Hold, Readonly<Record<HoldTest, Rule | 'holds'>>>> = {
  'until-recovered': {
    same: 'holds',
    again: 'until-recovered.failed-again',
    worse: 'until-recovered.worse',
  },
  'until-worse': { same: 'holds', again: 'holds', worse: 'until-worse.worse' },
  'until-next-report': {
    same: 'until-next-report.same',
    again: 'until-next-report.failed-again',
    worse: 'until-next-report.worse',
  },
  'until-time': { same: 'holds', again: 'holds', worse: 'holds' },
  forever: { same: 'holds', again: 'holds', worse: 'holds' },
};

/** What a command does to an event. */
export type CommandEffect =
  'acknowledge' | 'complete' | 'reopen' | 'assign' | 'comment' | 'take-back' | 'already-so';

export const COMMAND_TABLE: Readonly<Record<CommandName, Readonly<Record<Situation, CommandEffect>>>> = {
  acknowledge: {
    open: 'acknowledge',
    acknowledged: 'already-so',
    'completed-by-source': 'already-so',
    'completed-by-person': 'already-so',
  },
  complete: {
    open: 'complete',
    acknowledged: 'complete',
    'completed-by-source': 'complete',
    'completed-by-person': 'complete',
  },
  reopen: {
    open: 'already-so',
    acknowledged: 'reopen',
    'completed-by-source': 'reopen',
    'completed-by-person': 'reopen',
  },
  assign: {
    open: 'assign',
    acknowledged: 'assign',
    'completed-by-source': 'assign',
    'completed-by-person': 'assign',
  },
  comment: {
    open: 'comment',
    acknowledged: 'comment',
    'completed-by-source': 'comment',
    'completed-by-person': 'comment',
  },
  undo: {
    open: 'take-back',
    acknowledged: 'take-back',
    'completed-by-source': 'take-back',
    'completed-by-person': 'take-back',
  },
};

/** Whether a command is made against the version that the person saw. A comment changes nothing that could be stale. */
export const NEEDS_VERSION: Readonly<Record<CommandName, boolean>> = {
  acknowledge: true,
  complete: true,
  reopen: true,
  assign: true,
  comment: false,
  undo: true,
};
