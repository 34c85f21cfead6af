/** One member of an object in a JSON text, by its places in the text. */
export interface Member {
  readonly key: string;
  /** First character of the key. */
  readonly start: number;
  readonly valueStart: number;
  /** Behind the value. */
  readonly end: number;
}

/** An object in a JSON text. */
export interface ObjectSpan {
  /** The opening brace. */
  readonly start: number;
  /** Behind the closing brace. */
  readonly end: number;
  readonly members: readonly Member[];
}

/** Finds the members of the object that opens at `start`. The text must be valid JSON. */
export function readObject(text: string, start: number): ObjectSpan {
  const members: Member[] = [];
  let at = skipSpace(text, start + 1);
  while (text[at] !== '}') {
    const keyEnd = skipString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, valueStart);
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: at, valueStart, end });
    const comma = skipSpace(text, end);
    at = text[comma] === ',' ? skipSpace(text, comma + 1) : comma;
  }
  return { start, end: at + 1, members };
}

/** Deepest nesting of objects and arrays in a text that is valid JSON. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = skipString(text, at) - 1;
    else if (char === '{' || char === '[') deepest = Math.max(deepest, ++depth);
    else if (char === '}' || char === ']') depth--;
  }
  return deepest;
}

/** The first place from `at` on that is no white space. */
export function skipSpace(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return at;
}

/** Behind the value that begins at `at`. */
function skipValue(text: string, at: number): number {
  let depth = 0;
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = skipString(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth--;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (char === ',' || char === ' ' || char === '\n' || char === '\r' || char === '\t')) return at;
  }
  return at;
}

/** Behind the string that begins at `at`. */
function skipString(text: string, at: number): number {
  for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
  return at + 1;
}
