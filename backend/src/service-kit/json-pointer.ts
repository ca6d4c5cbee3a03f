/** Long names are cut: a pointer shall help a person, and not carry a megabyte back. */
const NAME_MOST = 100;

/** One step of a JSON pointer in a URI fragment: `a/b` gives `a~1b`. */
export function pointerStep(name: string | number): string {
  if (typeof name === 'number') return String(name);
  const short = name.length > NAME_MOST ? `${name.slice(0, NAME_MOST)}…` : name;
  return encodeURIComponent(short.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}
