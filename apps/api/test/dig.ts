/** What stands in JSON at a path such as `error.details.problems.0.path`; undefined where there is nothing. */
export function dig(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, key) => (typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined),
      value,
    );
}

/** The list at a path; throws where there is none. */
export function list(value: unknown, path: string): unknown[] {
  const found = dig(value, path);
  if (!Array.isArray(found)) throw new TypeError(`no list at ${path} in ${JSON.stringify(value)}`);
  return found;
}
