/** Where two plain values differ, one line for each place: what is here, and what was expected. */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (isObject(actual) && isObject(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].flatMap((key) => differences(actual[key], expected[key], `${path}/${key}`));
  }
  return Object.is(actual, expected) ? [] : [`${path}: ${short(actual)} instead of ${short(expected)}`];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}
