/** How a game reads its console files; each value has the Source engine's way as its default. */
export interface CfgDialect {
  /** What begins a comment that goes on to the end of the line. Default `//`. */
  readonly comments?: readonly string[];
  /** Whether a comment may begin in the middle of a word, as in `http://x`. Default true. */
  readonly commentsCutWords?: boolean;
  /** Whether `;` separates commands on one line. Default true. */
  readonly semicolons?: boolean;
  /** Whether a backslash takes the next character for itself inside quotes. Default false: then a quote cannot be written at all. */
  readonly backslashes?: boolean;
  /** How false and true are written. Default `0` and `1`. */
  readonly booleans?: readonly [string, string];
  /** Words that may stand in front of the name of a variable, such as `set`. Default none. */
  readonly setters?: readonly string[];
}

/** A part of a line, exactly as it stands in the text. */
export type CfgPart = CfgCommand | { readonly kind: 'comment' | 'blank' | 'separator'; readonly raw: string };

/** A command and its words, with the place in `raw` at which each word begins. */
export interface CfgCommand {
  readonly kind: 'command';
  readonly raw: string;
  readonly words: readonly string[];
  readonly starts: readonly number[];
}

/** One line: its parts and its end, which joined are the text again. */
export interface CfgLine {
  readonly parts: readonly CfgPart[];
  readonly end: string;
}

/**
 * Splits a console file into lines and commands, keeping every character. A quote that is not closed ends with its line, as in
 * every such console; control characters stand between words as blanks do.
 */
export function readCfg(text: string, dialect: CfgDialect = {}): CfgLine[] {
  const lines: CfgLine[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    const body = newline < 0 ? next : newline;
    const stop = text[body - 1] === '\r' && body > start ? body - 1 : body;
    lines.push({ parts: readParts(text.slice(start, stop), dialect), end: text.slice(stop, next) });
    start = next;
  }
  return lines;
}

/** A word as it is written between quotes. What no console can hold, line ends and control characters, becomes a blank. */
export function quoteWord(word: string, dialect: CfgDialect = {}): string {
  return `"${escape(cleanWord(word, dialect), dialect)}"`;
}

/** A word as it reads after it was written with `quoteWord`. */
export function cleanWord(word: string, { backslashes = false }: CfgDialect = {}): string {
  const oneLine = word.replace(/[\0-\x1f\x7f\u0085\u2028\u2029]/g, ' ');
  return backslashes ? oneLine : oneLine.replaceAll('"', "'");
}

function escape(word: string, { backslashes = false }: CfgDialect): string {
  return backslashes ? word.replace(/["\\]/g, '\\$&') : word;
}

function readParts(line: string, dialect: CfgDialect): CfgPart[] {
  const { semicolons = true } = dialect;
  const parts: CfgPart[] = [];
  let at = 0;
  while (at < line.length) {
    const start = at;
    if (isBlank(line, at)) {
      while (isBlank(line, at)) at++;
      parts.push({ kind: 'blank', raw: line.slice(start, at) });
    } else if (semicolons && line[at] === ';') {
      parts.push({ kind: 'separator', raw: line[at++] ?? '' });
    } else if (beginsComment(line, at, dialect)) {
      parts.push({ kind: 'comment', raw: line.slice(at) });
      break;
    } else {
      const command = readCommand(line, at, dialect);
      at += command.raw.length;
      parts.push(command);
    }
  }
  return parts;
}

function readCommand(line: string, start: number, dialect: CfgDialect): CfgCommand {
  const { semicolons = true, backslashes = false, commentsCutWords = true } = dialect;
  const words: string[] = [];
  const starts: number[] = [];
  let end = start;
  for (let at = start; at < line.length;) {
    if (isBlank(line, at)) {
      at++;
      continue;
    }
    if ((semicolons && line[at] === ';') || beginsComment(line, at, dialect)) break;
    starts.push(at - start);
    let word = '';
    if (line[at] === '"') {
      for (at++; at < line.length && line[at] !== '"'; at++) {
        if (backslashes && line[at] === '\\' && at + 1 < line.length) at++;
        word += line[at];
      }
      at++;
    } else {
      const from = at;
      do at++;
      while (
        at < line.length &&
        !isBlank(line, at) &&
        line[at] !== '"' &&
        !(semicolons && line[at] === ';') &&
        !(commentsCutWords && beginsComment(line, at, dialect))
      );
      word = line.slice(from, at);
    }
    words.push(word);
    end = Math.min(at, line.length);
  }
  return { kind: 'command', raw: line.slice(start, end), words, starts };
}

function isBlank(line: string, at: number): boolean {
  return line.charCodeAt(at) <= 0x20;
}

function beginsComment(line: string, at: number, { comments = ['//'] }: CfgDialect): boolean {
  return comments.some((sign) => line.startsWith(sign, at));
}
