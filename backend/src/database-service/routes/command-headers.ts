import type { IncomingHttpHeaders } from 'node:http';
import { LIMITS, type Actor } from '@signalbox/contracts';
import { ProblemError } from '../../service-kit/problem.ts';
import { codePoints } from '../../service-kit/read-fields.ts';

const ACTOR = 'Signalbox-Actor';
const NOBODY_NAMED = 'local';

const wrongHeader = (header: string, detail: string) =>
  new ProblemError('invalid-header', `${header} ${detail}.`, { errors: [{ header, detail }] });

/** Who gives the command, by the name that the caller vouches for. */
export function readActor(headers: IncomingHttpHeaders): Actor {
  const given = headers[ACTOR.toLowerCase()];
  const name = given === undefined ? NOBODY_NAMED : decode(String(given));
  const length = name === undefined ? 0 : codePoints(name);
  // A name with a line end in it is no name.
  if (
    name === undefined ||
    length < 1 ||
    length > LIMITS.actorNameLength ||
    /[\u0000-\u001f\u007f]/.test(name)
  ) {
    const most = LIMITS.actorNameLength;
    throw wrongHeader(ACTOR, `must be a name of 1 to ${most} characters, as percent-encoded UTF-8`);
  }
  return { kind: 'person', name };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return undefined; // not percent-encoded UTF-8: the caller says so
  }
}

const ENTITY_TAGS = /^(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*$/;
const VERSION = /^"([1-9]\d{0,14})"$/;
/** No event has it: what is a tag, but not one of ours, can only be stale. */
const NO_VERSION = 0;

/** The version that the person saw, `*` for whichever it is. Weak or several tags never match. */
export function readIfMatch(headers: IncomingHttpHeaders): number | '*' | undefined {
  const given = headers['if-match']?.trim();
  if (given === undefined || given === '*') return given;
  const [, version] = VERSION.exec(given) ?? [];
  if (version !== undefined) return Number(version);
  if (ENTITY_TAGS.test(given)) return NO_VERSION;
  throw wrongHeader('If-Match', 'must be the version in quotes, such as "4", or *');
}
