import { FileEditError } from '../errors.ts';
import { depthOf, readObject, skipSpace, type Member, type ObjectSpan } from './json-text.ts';
import type { ManagedValue } from './patch.ts';

type Managed = Readonly<Record<string, ManagedValue>>;

/** No settings file is nested deeper; what is, was made to exhaust a parser. */
const MAX_DEPTH = 500;

/**
 * Sets keys of a JSON object, in place: objects merge, arrays and scalars are replaced, `null` removes. Everything else stays as
 * it is written, to the byte: key order, layout, numbers too long for a double, the `_comment` keys of games that want some.
 * Of a doubled key the last one counts, as in most parsers, and only that one is kept.
 *
 * @throws FileEditError where the text is no JSON object
 */
export function editJson(current: string, set: Managed, path: string): string {
  // No reader needs the byte order mark and some refuse it: it goes with the first change.
  const text = current.replace(/^\uFEFF/, '');
  if (text.trim() === '') return `${JSON.stringify(withoutGaps(set), null, 2)}\n`;
  check(text, path);
  const object = readObject(text, skipSpace(text, 0));
  const layout = {
    indent: /^\{\s*?\n([ \t]+)/.exec(text.slice(object.start))?.[1] ?? '  ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    isInline: false,
  };
  const edited = editObject(text, object, set, layout);
  return edited === text.slice(object.start, object.end) ? current : text.slice(0, object.start) + edited + text.slice(object.end);
}

function check(text: string, path: string): void {
  const remedy = 'mend it or delete it, and a new one is written';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new FileEditError(path, `is not valid JSON; ${remedy}`, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new FileEditError(path, `is not a JSON object; ${remedy}`);
  if (depthOf(text) > MAX_DEPTH) throw new FileEditError(path, `is nested deeper than ${MAX_DEPTH} levels; ${remedy}`);
}

/** How an object is laid out, so that what is added looks like what is there. */
interface Layout {
  readonly indent: string;
  readonly newline: string;
  /** All on one line. */
  readonly isInline: boolean;
}

/** The object's text with the keys set. Members that stay keep the comma and white space in front of them. */
function editObject(text: string, object: ObjectSpan, set: Managed, outer: Layout): string {
  const { start, end, members } = object;
  const first = members[0];
  const lead = text.slice(start + 1, first?.start ?? end - 1);
  const layout = { ...outer, isInline: first ? !lead.includes('\n') : outer.isInline };
  const base = indentAt(text, start);
  const margin = layout.isInline ? '' : layout.newline + (first ? indentAt(text, first.start) : base + layout.indent);
  const separator = layout.isInline ? inlineSeparator(text, members) : `,${margin}`;
  const write = (value: ManagedValue): string => writeValue(value, layout, margin);

  const lastOfKey = new Map(members.map((member) => [member.key, member]));
  const kept: { readonly before: string; readonly content: string }[] = [];
  members.forEach((member, index) => {
    const value = Object.hasOwn(set, member.key) ? set[member.key] : undefined;
    if (value === null || (value !== undefined && lastOfKey.get(member.key) !== member)) return;
    const content =
      value === undefined
        ? text.slice(member.start, member.end)
        : text.slice(member.start, member.valueStart) + editValue(text, member, value, layout, write);
    kept.push({ before: text.slice(members[index - 1]?.end ?? member.start, member.start), content });
  });
  for (const [key, value] of Object.entries(set)) {
    if (value === null || value === undefined || lastOfKey.has(key)) continue;
    kept.push({ before: separator, content: `${JSON.stringify(key)}:${separator === ',' ? '' : ' '}${write(value)}` });
  }
  if (kept.length === 0) return first ? '{}' : text.slice(start, end);
  const opening = first ? lead : margin;
  const closing = first ? text.slice(members.at(-1)?.end, end) : layout.isInline ? '}' : `${layout.newline}${base}}`;
  return `{${opening}${kept.map(({ before, content }, index) => (index === 0 ? content : before + content)).join('')}${closing}`;
}

function editValue(text: string, member: Member, value: ManagedValue, layout: Layout, write: (value: ManagedValue) => string): string {
  const raw = text.slice(member.valueStart, member.end);
  if (isManagedObject(value))
    return raw.startsWith('{') ? editObject(text, readObject(text, member.valueStart), value, layout) : write(value);
  return JSON.stringify(JSON.parse(raw)) === JSON.stringify(value) ? raw : write(value);
}

function writeValue(value: ManagedValue, { indent, isInline }: Layout, margin: string): string {
  const plain = withoutGaps(value);
  return isInline ? JSON.stringify(plain) : JSON.stringify(plain, null, indent).replaceAll('\n', margin);
}

/** What stands between members on one line: with a blank behind the comma unless the object does without. */
function inlineSeparator(text: string, members: readonly Member[]): string {
  const [before, after] = members.slice(-2);
  return before && after && text[after.start - 1] === ',' ? ',' : ', ';
}

/** The white space at the beginning of the line on which this place is. */
function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at) + 1, at))?.[0] ?? '';
}

/** A managed value as it is written where nothing is there yet: without what is to be left alone or removed. */
function withoutGaps(value: ManagedValue): ManagedValue {
  if (!isManagedObject(value)) return value;
  // fromEntries defines own properties, even for `__proto__`.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null || inner === undefined ? [] : [[key, withoutGaps(inner)]])),
  );
}

function isManagedObject(value: ManagedValue): value is Managed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
