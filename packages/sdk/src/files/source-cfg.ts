import { FileEditError } from '../errors.ts';
import type { ManagedScalar } from './patch.ts';
import { cleanWord, quoteWord, readCfg, type CfgCommand, type CfgDialect, type CfgLine, type CfgPart } from './source-cfg-text.ts';

/** Where keys come that are not in the file yet. */
export type CfgPlace = 'first' | 'last';

/**
 * Sets keys of a console file (`hostname "x"`, `sv_foo 1`) and leaves everything else as it is written, to the byte.
 *
 * - A key of one word is a variable: its assignment is changed where it stands. Of several the last counts in the game, and
 *   only that one is kept. Names are compared without regard to case.
 * - With a setter of the dialect in front (`sets locale`) it is the same variable, written with that setter.
 * - A key of more words is a whole command (`exec extra.cfg`): `true` puts it in, `false` and `null` take it out.
 *
 * Numbers and booleans are written bare, text in quotes; a character that the console cannot hold becomes a blank or `'`.
 * A byte order mark goes: the game would take it for a part of the first command.
 *
 * @throws FileEditError where a key is no command that the console could read
 */
export function editSourceCfg(
  current: string,
  set: Readonly<Record<string, ManagedScalar>>,
  path: string,
  { dialect = {}, newKeys = 'last' }: { readonly dialect?: CfgDialect; readonly newKeys?: CfgPlace } = {},
): string {
  const text = current.replace(/^\uFEFF+/, '');
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const wishes = new Map<string, Wish>();
  for (const [key, value] of Object.entries(set)) {
    if (value === undefined) continue;
    const wish = readWish(key, value, path, dialect);
    wishes.set(wish.id, wish);
  }

  const done = new Set<string>();
  // From behind: the last assignment is the one that counts.
  const kept = readCfg(text, dialect)
    .toReversed()
    .flatMap((line) => {
      const edited = editLine(line, wishes, done, dialect);
      return edited === undefined ? [] : [edited];
    })
    .toReversed()
    .join('');

  const added = [...wishes.values()]
    .flatMap(({ id, written }) => (written === undefined || done.has(id) ? [] : [written + newline]))
    .join('');
  if (added === '') return kept;
  if (newKeys === 'first') return added + kept;
  const missingEnd = kept === '' || kept.endsWith('\n') ? '' : kept.endsWith('\r') ? '\n' : newline;
  return kept + missingEnd + added;
}

/** Variables of a console file by their name in lower case; the last assignment wins. Commands such as `exec x` are among them. */
export function parseSourceCfg(content: string, dialect: CfgDialect = {}): Map<string, string> {
  const variables = new Map<string, string>();
  for (const { parts } of readCfg(content, dialect)) {
    for (const part of parts) {
      const assignment = part.kind === 'command' ? readAssignment(part.words, dialect) : undefined;
      if (assignment) variables.set(assignment.name, assignment.values.join(' '));
    }
  }
  return variables;
}

/** One managed key: what identifies it in the file, and how it is to stand there. */
interface Wish {
  readonly id: string;
  /** The whole command; absent where it is to go. */
  readonly written?: string;
  /** Value of a variable, as it reads and as it is written. */
  readonly value?: string;
  readonly writtenValue?: string;
  /** Setter in front of the name, in lower case, for a variable that has one. */
  readonly setter?: string;
}

function readWish(key: string, value: Exclude<ManagedScalar, undefined>, path: string, dialect: CfgDialect): Wish {
  const words = onlyCommand(key, dialect);
  if (words === undefined) throw new FileEditError(path, `cannot hold the command ${JSON.stringify(key)}`);
  const isSetter = words.length === 2 && isSetterWord(words[0], dialect);
  if (words.length > 1 && !isSetter) {
    if (value !== null && typeof value !== 'boolean')
      throw new FileEditError(path, `takes true or false for the command ${JSON.stringify(key)}, not ${typeof value}`);
    return { id: commandId(words), ...(value === true && { written: key }) };
  }
  const id = variableId(words.at(-1) ?? '');
  if (value === null) return { id };
  const [no, yes] = dialect.booleans ?? ['0', '1'];
  const plain = typeof value === 'string' ? cleanWord(value, dialect) : typeof value === 'boolean' ? (value ? yes : no) : String(value);
  const writtenValue = typeof value === 'string' ? quoteWord(plain, dialect) : plain;
  return {
    id,
    value: plain,
    written: `${key} ${writtenValue}`,
    writtenValue,
    ...(isSetter && { setter: words[0]?.toLowerCase() ?? '' }),
  };
}

/** The line with its managed commands as they are wished for, or undefined where nothing of it is left. */
function editLine({ parts, end }: CfgLine, wishes: ReadonlyMap<string, Wish>, done: Set<string>, dialect: CfgDialect): string | undefined {
  // From behind, as the parts are walked.
  const kept: CfgPart[] = [];
  let isCut = false;
  let cutsSeparator = false;
  for (const part of parts.toReversed()) {
    if (part.kind !== 'command') {
      if (!cutsSeparator) kept.push(part);
      if (part.kind === 'separator') cutsSeparator = false;
      continue;
    }
    cutsSeparator = false;
    const wish = wishFor(part.words, wishes, dialect);
    const raw = wish ? editCommand(part, wish, !done.has(wish.id), dialect) : part.raw;
    if (wish) done.add(wish.id);
    if (raw === undefined) {
      isCut = true;
      cutsSeparator = !takeSeparator(kept);
      continue;
    }
    // A comment that followed a quote would become part of a bare value.
    if (raw !== part.raw && kept.at(-1)?.kind === 'comment') kept.push({ kind: 'blank', raw: ' ' });
    kept.push({ ...part, raw });
  }
  if (isCut && kept.every(({ kind }) => kind === 'blank')) return undefined;
  return (
    kept
      .toReversed()
      .map(({ raw }) => raw)
      .join('') + end
  );
}

/** Takes the separator that stands next, last in this list, together with the blanks around it. Where none does, nothing is taken. */
function takeSeparator(kept: CfgPart[]): boolean {
  const at = kept.at(-1)?.kind === 'blank' ? kept.length - 2 : kept.length - 1;
  if (kept[at]?.kind !== 'separator') return false;
  kept.length = kept[at - 1]?.kind === 'blank' ? at - 1 : at;
  return true;
}

/** One managed command as it is to stand in the file, or undefined where it is to go. The blanks between name and value stay. */
function editCommand({ raw, words, starts }: CfgCommand, wish: Wish, isLast: boolean, dialect: CfgDialect): string | undefined {
  if (wish.value === undefined) return wish.written === undefined ? undefined : raw;
  if (!isLast) return undefined;
  const { values = [], setter } = readAssignment(words, dialect) ?? {};
  if (setter !== wish.setter) return wish.written;
  if (values.length === 1 && values[0] === wish.value) return raw;
  const before = raw.slice(0, starts[words.length - values.length]);
  return before + (/[\0- ]$/.test(before) ? '' : ' ') + wish.writtenValue;
}

function wishFor(words: readonly string[], wishes: ReadonlyMap<string, Wish>, dialect: CfgDialect): Wish | undefined {
  const assignment = readAssignment(words, dialect);
  return (assignment && wishes.get(variableId(assignment.name))) ?? wishes.get(commandId(words));
}

function readAssignment(words: readonly string[], dialect: CfgDialect): { name: string; values: string[]; setter?: string } | undefined {
  const setter = words.length > 2 && isSetterWord(words[0], dialect) ? words[0]?.toLowerCase() : undefined;
  const [name, ...values] = setter === undefined ? words : words.slice(1);
  // A name alone asks for the value, it sets none.
  if (name === undefined || values.length === 0) return undefined;
  return { name: name.toLowerCase(), values, ...(setter !== undefined && { setter }) };
}

function onlyCommand(text: string, dialect: CfgDialect): readonly string[] | undefined {
  const [line, ...others] = readCfg(text, dialect);
  const [part, ...more] = line?.parts ?? [];
  return part?.kind === 'command' && others.length === 0 && more.length === 0 && line?.end === '' && part.words[0] !== ''
    ? part.words
    : undefined;
}

function isSetterWord(word: string | undefined, { setters = [] }: CfgDialect): boolean {
  return word !== undefined && setters.includes(word.toLowerCase());
}

function variableId(name: string): string {
  return `variable ${name.toLowerCase()}`;
}

function commandId([verb = '', ...rest]: readonly string[]): string {
  return `command ${JSON.stringify([verb.toLowerCase(), ...rest])}`;
}
