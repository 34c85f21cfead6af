import type { ManagedScalar } from './patch.ts';
import { readLines, writeEntry, type LogicalLine } from './properties-text.ts';

/**
 * Sets keys of a Java `.properties` text and leaves every other line as it was, to the byte. New keys come at the end.
 * Characters outside ASCII become `\uXXXX`, as `java.util.Properties` writes them, so the result is safe in either encoding.
 */
export function editProperties(current: string, set: Readonly<Record<string, ManagedScalar>>): string {
  const wanted = new Map<string, string | null>();
  for (const [key, value] of Object.entries(set)) {
    if (value !== undefined) wanted.set(key, value === null ? null : String(value));
  }
  const newline = /\r\n|\n|\r/.exec(current)?.[0] ?? '\n';
  const written = new Set<string>();
  const kept: LogicalLine[] = [];
  for (const line of readLines(current)) {
    const { raw, entry } = line;
    const value = entry && wanted.get(entry.key);
    if (entry === undefined || value === undefined) {
      kept.push(line);
      continue;
    }
    // The last of doubled keys wins in Java; keeping only ours leaves no doubt.
    if (value === null || written.has(entry.key)) continue;
    written.add(entry.key);
    kept.push(entry.value === value ? line : { raw: writeEntry(entry.key, value) + lineEnd(raw) });
  }
  const added = [...wanted].flatMap(([key, value]) => (value === null || written.has(key) ? [] : [writeEntry(key, value) + newline]));
  const last = kept.at(-1);
  if (added.length > 0 && last !== undefined) {
    // A last line that ends in a backslash would swallow what follows it.
    if (last.isOpen) added.push(kept.pop()?.raw ?? '');
    else if (lineEnd(last.raw) === '') added.unshift(newline);
  }
  return kept.map(({ raw }) => raw).join('') + added.join('');
}

/** Reads a Java `.properties` text; the last of doubled keys wins. */
export function parseProperties(content: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const { entry } of readLines(content)) if (entry) entries.set(entry.key, entry.value);
  return entries;
}

function lineEnd(raw: string): string {
  return raw.endsWith('\r\n') ? '\r\n' : raw.endsWith('\n') ? '\n' : raw.endsWith('\r') ? '\r' : '';
}
