const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-](\d\d):(\d\d))$/;

/** As we keep it already, which most senders write: days that every such month has, in UTC with milliseconds. */
const KEPT =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * An RFC 3339 time as we keep it, in UTC with milliseconds, so that times compare as text; undefined for anything else.
 * Finer fractions are cut off. A leap second counts as the last millisecond before it.
 */
export function readTimestamp(text: string): string | undefined {
  if (KEPT.test(text)) return text;
  const match = RFC_3339.exec(text);
  if (!match) return undefined;
  const [
    ,
    day = '',
    hour = '',
    minute = '',
    second = '',
    fraction = '',
    zone = '',
    zoneHour = '0',
    zoneMinute = '0',
  ] = match;
  const isDay = new Date(`${day}T00:00:00Z`).toString() !== 'Invalid Date' && isoDay(day) === day;
  if (!isDay || +hour > 23 || +minute > 59 || +second > 60 || +zoneHour > 23 || +zoneMinute > 59)
    return undefined;
  const rest = second === '60' ? '59.999' : second + fraction.slice(0, 4);
  const normalised = new Date(`${day}T${hour}:${minute}:${rest}${zone.toUpperCase()}`).toISOString();
  return /^\d{4}-/.test(normalised) ? normalised : undefined;
}

/** 30 February is read as 2 March: what comes back differs. */
const isoDay = (day: string): string => new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10);
