import type { JournalEntry, OperationalEvent } from '@signalbox/contracts';
import type { Rule } from '@signalbox/contracts/vocabulary';
import { age, since } from '../words/ages';
import { STATUS_WORDS, holdWords } from '../words/hold-words';

export interface Decision {
  readonly said: string;
  /** A second line, smaller: what was before. */
  readonly fact: string;
  readonly hold: string;
}

/** `until worse`, from the rule that ended it. */
const ruleHold = (rule: Rule): string => rule.slice(0, rule.indexOf('.')).replaceAll('-', ' ');

function openWords(event: OperationalEvent, now: number): Decision {
  const { reopened } = event;
  if (!reopened) {
    const passed = age(since(event.firstReportedAt, now));
    return {
      said: event.assignee ? `${event.assignee} has it` : 'Nobody has it yet',
      fact: `Open for ${passed}`,
      hold: '',
    };
  }
  const by = {
    source: 'Reopened by the source',
    system: 'Reopened when its hold ended',
    person: `Reopened by ${reopened.by.name}`,
  };
  const before = reopened.completedBy;
  const was = before?.kind === 'person' && reopened.by.kind !== 'person';
  return {
    said: `${by[reopened.by.kind]}, ${age(since(reopened.at, now))} ago`,
    fact: was
      ? `Was completed by ${before.name}, ${ruleHold(reopened.rule)}`
      : event.assignee
        ? `${event.assignee} has it`
        : '',
    hold: '',
  };
}

function completedWords(event: OperationalEvent, note: string | undefined, now: number): Decision {
  const passed = age(since(event.completedAt ?? event.changedAt, now));
  if (event.completedBy?.kind !== 'person') {
    return {
      said: `By the source, ${passed} ago`,
      fact: `It said ${STATUS_WORDS[event.status]}, so there is nothing to do`,
      hold: '',
    };
  }
  return {
    said: `${event.completedBy.name}, ${passed} ago${note ? `: “${note}”` : ''}`,
    fact: event.assignee ? `${event.assignee} has it` : '',
    hold: event.hold ? `Holds ${holdWords(event.hold, event.holdUntil, now)}` : '',
  };
}

/** What people decided, in words: who, when and why. */
export function decision(event: OperationalEvent, history: readonly JournalEntry[], now: number): Decision {
  const noteOf = (action: JournalEntry['action']) => history.find((entry) => entry.action === action)?.note;
  if (event.state === 'open') return openWords(event, now);
  if (event.state === 'completed') return completedWords(event, noteOf('completed'), now);
  const passed = age(since(event.acknowledgedAt ?? event.changedAt, now));
  const note = noteOf('acknowledged');
  return {
    said: `${event.acknowledgedBy?.name ?? ''}, ${passed} ago${note ? `: “${note}”` : ''}`,
    fact: event.assignee ? `${event.assignee} has it` : '',
    hold: '',
  };
}
