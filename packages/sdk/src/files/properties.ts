import type { FilePatch } from './patch.ts';

/**
 * Sets keys of a Java `.properties` text and leaves every other line, comment and order as it was.
 * Non-Latin-1 characters become `\uXXXX`, as `java.util.Properties` writes them, so the result is safe in either encoding.
 */
export function editProperties(current: string, set: FilePatch['set']): string {
  const wanted = new Map<string, string | null>();
  for (const [key, value] of Object.entries(set)) {
    if (value === undefined) continue;
    wanted.set(key, value === null ? null : String(value));
  }
  const newline = current.includes('\r\n') ? '\r\n' : '\n';
  const written = new Set<string>();
  const lines: string[] = [];
  for (const line of logicalLines(current)) {
    const key = keyOf(line);
    if (key === undefined || !wanted.has(key)) {
      lines.push(line);
      continue;
    }
    const value = wanted.get(key);
    // The last occurrence of a doubled key wins in Java; keeping only ours leaves no doubt.
    if (value === null || value === undefined || written.has(key)) continue;
    written.add(key);
    lines.push(readValue(line) === value ? line : entry(key, value));
  }
  while (lines.at(-1) === '') lines.pop();
  for (const [key, value] of wanted) {
    if (value !== null && !written.has(key)) lines.push(entry(key, value));
  }
  return lines.length === 0 ? '' : lines.join(newline) + newline;
}

/** Reads a Java `.properties` text; the last of doubled keys wins. */
export function parseProperties(content: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const line of logicalLines(content)) {
    const key = keyOf(line);
    if (key !== undefined) entries.set(key, readValue(line));
  }
  return entries;
}

/** Lines, with a trailing odd backslash joining the next one on. */
function logicalLines(content: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const line of content.split(/\r\n|\n|\r/)) {
    if (open) lines[lines.length - 1] += `\n${line}`;
    else lines.push(line);
    open = !isComment(lines.at(-1) ?? '') && /(^|[^\\])(\\\\)*\\$/.test(line);
  }
  return lines;
}

function isComment(line: string): boolean {
  return /^[ \t\f]*([#!]|$)/.test(line);
}

function split(line: string): { key: string; value: string } | undefined {
  if (isComment(line)) return undefined;
  const joined = line.replace(/\\\n[ \t\f]*/g, '');
  const match = /^[ \t\f]*((?:\\[^]|[^\\=: \t\f])*)[ \t\f]*(?:[=:][ \t\f]*)?([^]*)$/.exec(joined);
  return match ? { key: match[1] ?? '', value: match[2] ?? '' } : undefined;
}

function keyOf(line: string): string | undefined {
  const parts = split(line);
  return parts && unescape(parts.key);
}

function readValue(line: string): string {
  return unescape(split(line)?.value ?? '');
}

function unescape(raw: string): string {
  return raw.replace(/\\(u([0-9a-fA-F]{4})|[^])/g, (_, body: string, hex: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return { t: '\t', n: '\n', r: '\r', f: '\f' }[body] ?? body;
  });
}

function entry(key: string, value: string): string {
  return `${escape(key).replace(/[ =:]/g, '\\$&')}=${escape(value).replace(/^ /, '\\ ')}`;
}

function escape(raw: string): string {
  let out = '';
  for (let i = 0; i < raw.length; i++) {
    const char = raw.charAt(i);
    const code = raw.charCodeAt(i);
    if (char === '\\') out += '\\\\';
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (char === '\f') out += '\\f';
    else if ((char === '#' || char === '!') && i === 0) out += `\\${char}`;
    else if (code < 0x20 || code > 0x7e) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += char;
  }
  return out;
}
