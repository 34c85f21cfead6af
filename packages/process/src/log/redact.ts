/** What stands where a secret stood. */
const hidden = '[hidden]';
/** Deeper than this a value is cut: logs are no place for object graphs. */
const maxDepth = 6;
const maxEntries = 100;

/** Names of fields whose values are never written, whatever they are part of: `token`, `agentToken`, `x-api-key`, `Set-Cookie`. */
const secretName = /(token|password|passwd|secret|authorization|cookie|credential|private-?_?key|api-?_?key|access-?_?key|seal-?_?key)s?$/i;
/** Names that end like a secret and say where one is, or how many: those are useful and safe. */
const harmlessName = /(secret-?_?name|has-?_?(token|secret|password))$/i;
/** Secrets inside text: what follows `Bearer` or `Basic`, the user part of an address, a query parameter that names one. */
const secretText: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w+/.~=-]{6,}/gi, `$1 ${hidden}`],
  [/(\w:\/\/)[^/\s@"']+@/g, `$1${hidden}@`],
  [/([?&][\w.-]*(?:token|secret|password|signature|key|code)=)[^&\s"']+/gi, `$1${hidden}`],
];

/** Takes secrets out of a text. */
export function redactText(text: string): string {
  return secretText.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}

/** A copy for the log: fields with secret names are hidden, errors become plain objects, depth and breadth are bounded. */
export function redact(fields: object): Record<string, unknown> {
  return entriesOf(fields, 0, new Set());
}

function plain(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (depth >= maxDepth) return '[deep]';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (value instanceof Error) return errorFields(value, depth, above);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => plain(entry, depth + 1, new Set([...above, value])));
  if (value instanceof Map || value instanceof Set) return plain([...value], depth, above);
  if (hasJsonForm(value)) return plain(value.toJSON(), depth + 1, new Set([...above, value]));
  return entriesOf(value, depth + 1, new Set([...above, value]));
}

function hasJsonForm(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function entriesOf(value: object, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  const entries = Object.entries(value).slice(0, maxEntries);
  return Object.fromEntries(entries.map(([name, field]) => [name, isSecret(name, field) ? hidden : plain(field, depth, above)]));
}

function isSecret(name: string, value: unknown): boolean {
  if (value === undefined || value === null || typeof value === 'boolean' || typeof value === 'number') return false;
  return secretName.test(name) && !harmlessName.test(name);
}

function errorFields(error: Error, depth: number, above: ReadonlySet<object>): Record<string, unknown> {
  const within = new Set([...above, error]);
  return {
    type: error.name,
    message: redactText(error.message),
    ...('code' in error && error.code !== undefined && { code: plain(error.code, depth + 1, within) }),
    ...('status' in error && error.status !== undefined && { status: plain(error.status, depth + 1, within) }),
    ...(error.stack !== undefined && { stack: redactText(error.stack) }),
    ...(error.cause !== undefined && { cause: plain(error.cause, depth + 1, within) }),
    ...(error instanceof AggregateError && { errors: plain(error.errors, depth + 1, within) }),
  };
}
