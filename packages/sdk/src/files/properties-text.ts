/** One logical line of a `.properties` text: an entry over one or more natural lines, or a comment or blank line. */
export interface LogicalLine {
  /** Exactly as it stands in the text, line ends included. */
  readonly raw: string;
  /** Absent for comments and blank lines. */
  readonly entry?: { readonly key: string; readonly value: string };
  /** The text ends in the middle of it: whatever were appended would become part of it. */
  readonly isOpen?: true;
}

/**
 * Splits a text as `java.util.Properties.load` does (LineReader, Java 13 and newer), keeping every character: the `raw`s joined
 * are the text again. Takes a malformed `\u` escape, which Java refuses, for the letter u.
 */
export function readLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let raw = '';
  let logical = '';
  for (const { body, end } of naturalLines(text)) {
    raw += body + end;
    const part = trimStart(body);
    // A line that is only a backslash has begun nothing yet, so a comment after it is still a comment.
    if (logical === '' && (part === '' || part.startsWith('#') || part.startsWith('!'))) {
      lines.push({ raw });
      raw = '';
      continue;
    }
    const goesOn = endsInOddBackslash(part);
    logical += goesOn ? part.slice(0, -1) : part;
    if (goesOn && end !== '') continue;
    lines.push({ raw, entry: readEntry(logical), ...(goesOn && { isOpen: true }) });
    raw = logical = '';
  }
  // The text ended behind a backslash and a line end. Java sees an entry even where nothing but the backslash stood, except
  // before a line end of two characters.
  if (raw !== '')
    lines.push(logical === '' && raw.endsWith('\r\n') ? { raw, isOpen: true } : { raw, entry: readEntry(logical), isOpen: true });
  return lines;
}

/** One entry as a line without its end, in ASCII, so that it reads the same in Latin-1 and UTF-8. */
export function writeEntry(key: string, value: string): string {
  return `${escape(key).replace(/[ =:]/g, '\\$&')}=${escape(value).replace(/^ /, '\\ ')}`;
}

function* naturalLines(text: string): Generator<{ readonly body: string; readonly end: string }> {
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    yield { body: text.slice(start, match.index), end: match[0] };
    start = match.index + match[0].length;
  }
  if (start < text.length) yield { body: text.slice(start), end: '' };
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\f';
}

function trimStart(line: string): string {
  let at = 0;
  while (isBlank(line[at])) at++;
  return line.slice(at);
}

function endsInOddBackslash(line: string): boolean {
  let at = line.length;
  while (line[at - 1] === '\\') at--;
  return (line.length - at) % 2 === 1;
}

/** Cut by hand: a regular expression runs out of stack on a key of some megabytes. */
function readEntry(line: string): { key: string; value: string } {
  let end = 0;
  while (end < line.length && line[end] !== '=' && line[end] !== ':' && !isBlank(line[end])) end += line[end] === '\\' ? 2 : 1;
  let start = end;
  while (isBlank(line[start])) start++;
  if (line[start] === '=' || line[start] === ':') start++;
  while (isBlank(line[start])) start++;
  return { key: unescape(line.slice(0, end)), value: unescape(line.slice(start)) };
}

function unescape(raw: string): string {
  return raw.replace(/\\(u([0-9a-fA-F]{4})|[^])/g, (_, body: string, hex: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { t: '\t', n: '\n', r: '\r', f: '\f' }[body] ?? body;
  });
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\f': '\\f' };

function escape(raw: string): string {
  const escaped = raw.replace(
    /[^\x20-\x5b\x5d-\x7e]/g,
    (char) => escapes[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return escaped.replace(/^[#!]/, '\\$&');
}
