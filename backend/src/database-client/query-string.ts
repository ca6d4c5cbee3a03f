type Value = string | number | boolean | readonly (string | number)[] | undefined;

/** `?state=open&state=acknowledged&limit=50`: lists repeat their name; what is undefined is left out. */
export function queryString(query: Readonly<Record<string, Value>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? (value as readonly (string | number)[]) : [value]) {
      parameters.append(name, String(one));
    }
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
