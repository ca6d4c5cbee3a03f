import { comparePlaces, type PageStart, type Place } from '../page-token.ts';
import type { Between, Block, Lane, Walk } from './lanes.ts';
import type { Parameters } from './parameters.ts';

/** A stretch of a list to read: from where, which way, and how many hits. */
export interface Stretch {
  readonly start: Partial<PageStart>;
  readonly descending: boolean;
  readonly hits: number;
}

/**
 * SELECT of the entries of a walk in its order, from a place on: places (p0, p1, …), event_row, and whether the event passes the
 * filter (hit). Only hits come, so many of them, and the entry at which the bound of the walk is reached (read = entriesMost), at
 * which the walk ends: the database reads no further than that.
 */
export function walkSql(walk: Walk, stretch: Stretch, parameters: Parameters): string {
  const blocks = walk.blocks
    .map((block) => blockSql(block, walk, stretch, parameters))
    .filter((sql) => sql !== undefined);
  const places = placeNames(walk);
  if (blocks.length === 0)
    return `SELECT ${places.map((name) => `NULL AS ${name}`).join(', ')}, NULL::bigint AS event_row, true AS hit, 0::bigint AS read WHERE false`;
  return `SELECT * FROM (${blocks.map((sql) => `(${sql})`).join(' UNION ALL ')}) AS walked
    ${orderBy(places, stretch)} LIMIT ${stretch.hits + blocks.length}`;
}

/** p0, p1, …: the parts of a place. */
export const placeNames = ({ blocks, columns }: Walk): string[] =>
  [...(blocks[0]?.prefix ?? []), ...columns].map((_part, index) => `p${index}`);

export const orderBy = (names: readonly string[], { descending }: Stretch): string =>
  `ORDER BY ${names.map((name) => `${name} ${descending ? 'DESC' : 'ASC'}`).join(', ')}`;

function blockSql(
  { prefix, lanes }: Block,
  { columns, entriesMost }: Walk,
  stretch: Stretch,
  parameters: Parameters,
): string | undefined {
  const { place } = stretch.start;
  const side = place === undefined ? 0 : comparePlaces(prefix, place.slice(0, prefix.length));
  if (side * (stretch.descending ? -1 : 1) < 0) return undefined; // all of it lies before the place
  const isCut = place !== undefined && side === 0;
  const after = isCut ? ` AND ${afterPlace(columns, place.slice(prefix.length), stretch, parameters)}` : '';
  // With a further time the server would begin there, and walk to the place.
  const reached = isCut ? String(place[prefix.length]) : undefined;
  const boundsOf = (between: Between | undefined): string => {
    if (between === undefined) return '';
    const [from, to] = furtherBounds(between, reached, stretch).map((time) => parameters.add(time));
    return ` AND events.${columns[0]} >= ${from} AND events.${columns[0]} <= ${to}`;
  };
  const names = columns.map((_column, index) => `p${prefix.length + index}`);
  const order = orderBy(names, stretch);
  const isWhole = lanes.every(({ hit }) => hit === undefined);
  const most = isWhole ? stretch.hits : entriesMost;
  const selected = columns.map((column, index) => `events.${column} AS ${names[index]}`);
  // Each lane is told its order and its bound, so that it is read from its index, and only as far as the merge asks for.
  const laneSql = ({ where, between, hit }: Lane) =>
    `(SELECT ${selected.join(', ')}, ${hit ?? 'true'} AS hit FROM events WHERE ${where}${boundsOf(between)}${after} ${order} LIMIT ${most})`;
  const merged = `(${lanes.map(laneSql).join(' UNION ALL ')}) AS lanes`;
  const head = `SELECT ${prefix.map((part, index) => `${Number(part)} AS p${index}, `).join('')}${names.join(', ')},
      ${names.at(-1)} AS event_row, hit`;
  if (isWhole) return `${head}, 0::bigint AS read FROM ${merged} ${order} LIMIT ${most}`;
  return `${head}, read FROM (SELECT *, row_number() OVER (${order}) AS read
      FROM (SELECT * FROM ${merged} ${order} LIMIT ${most}) AS entries
    ) AS numbered WHERE hit OR read = ${entriesMost} ${order} LIMIT ${stretch.hits}`;
}

/** The bounds of a lane, from the place that was reached on. */
function furtherBounds(
  { from, to }: Between,
  reached: string | undefined,
  { descending }: Stretch,
): string[] {
  if (reached === undefined) return [from, to];
  return descending ? [from, reached < to ? reached : to] : [reached > from ? reached : from, to];
}

/** SELECT as above, of all events that pass the filter: where an index finds few, they are sorted faster than walked past. */
export function gatherSql(
  gathered: string,
  columns: readonly string[],
  stretch: Stretch,
  parameters: Parameters,
): string {
  const { place } = stretch.start;
  const after = place ? `WHERE ${afterPlace(columns, place, stretch, parameters)}` : '';
  const names = columns.map((_column, index) => `p${index}`);
  const selected = columns.map((column, index) => `events.${column} AS ${names[index]}`);
  return `SELECT ${selected.join(', ')}, events.row AS event_row, true AS hit, 0::bigint AS read
    FROM ${gathered} ${after} ${orderBy(names, stretch)} LIMIT ${stretch.hits}`;
}

function afterPlace(
  columns: readonly string[],
  place: Place,
  { descending }: Stretch,
  parameters: Parameters,
): string {
  const values = place.map((part) => parameters.add(part));
  return `(${columns.join(', ')}) ${descending ? '<' : '>'} (${values.join(', ')})`;
}
