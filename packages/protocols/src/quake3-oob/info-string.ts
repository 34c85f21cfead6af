/** Most pairs that are kept, and the longest key and value; servers send some twenty of less than 300 characters. */
const MAX_PAIRS = 256;
const MAX_KEY = 128;
const MAX_VALUE = 4096;

/**
 * Reads `\key\value\key\value`. Of a key that comes twice the first counts: servers put what they count themselves before the
 * names that people chose, and a name may have backslashes in it. A key without a value has an empty one.
 */
export function parseInfoString(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const start = text.indexOf('\\');
  if (start < 0) return pairs;
  const fields = text.slice(start + 1).split('\\', 2 * MAX_PAIRS);
  for (let at = 0; at < fields.length; at += 2) {
    const key = (fields[at] ?? '').trim().slice(0, MAX_KEY);
    if (key !== '' && !pairs.has(key)) pairs.set(key, (fields[at + 1] ?? '').slice(0, MAX_VALUE));
  }
  return pairs;
}

/** Writes an info string; backslashes cannot stand in it and become slashes, as the games do it. */
export function formatInfoString(pairs: Readonly<Record<string, string | number>>): string {
  return Object.entries(pairs)
    .map(([key, value]) => `\\${key.replaceAll('\\', '/')}\\${String(value).replaceAll('\\', '/')}`)
    .join('');
}
