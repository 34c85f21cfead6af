/** Deepest nesting of arrays and objects that is parsed; what handles the result later may recurse over it. */
const MAX_DEPTH = 256;

/** The first JSON value of a text, whatever follows it; undefined when there is none or it is nested too deeply. */
export function parseFirstJson(text: string): unknown {
  const end = endOfFirstValue(text);
  if (end === undefined) return undefined;
  try {
    return JSON.parse(text.slice(0, end));
  } catch {
    return undefined;
  }
}

/** Where the object or array that the text begins with ends. */
function endOfFirstValue(text: string): number | undefined {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
      continue;
    }
    if (character === '"') isInString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth <= 0) return index + 1;
    }
    if (depth > MAX_DEPTH) return undefined;
  }
  return undefined;
}

/** A JSON object, or an empty one in place of anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON array, or an empty one in place of anything else. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A whole number, also when it was sent as a string or with a fraction; undefined for anything else. */
export function asInteger(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  const whole = Math.trunc(number);
  return Number.isSafeInteger(whole) ? whole : undefined;
}
