import type { ConsoleEntry } from './console-entry.ts';
import { consoleWords } from '../../words/console.ts';

const text = consoleWords;

const RESET = '\u001b[0m';
const RED = '\u001b[31m';
const YELLOW = '\u001b[33m';
const ACCENT = '\u001b[34m';
const SOFT = '\u001b[90m';
const BOLD = '\u001b[1m';

/** Where the level of a log line stands, if it has one. */
const LEVEL_WITHIN = 80;
const TROUBLE = /\b(?:ERROR|FATAL|SEVERE|CRITICAL|EXCEPTION)\b/i;
const WARNING = /\bWARN(?:ING)?\b/i;
/** Longer lines are cut on the screen; nothing a person reads is so long. */
const LONGEST_LINE = 4_000;

/** Everything that a terminal would obey instead of show. What players write in a chat ends up in logs. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A line as it may be given to a terminal: one line, and nothing in it is a command to the terminal. */
export function tame(line: string): string {
  const clean = line.replace(CONTROL, '').replaceAll('\t', '    ');
  return clean.length > LONGEST_LINE ? `${clean.slice(0, LONGEST_LINE)} ${text.lineGoesOn(clean.length - LONGEST_LINE)}` : clean;
}

function linesOf(output: string): string[] {
  const lines = output.replace(/\s+$/, '').split(/\r\n|\r|\n/);
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}

function levelColour(line: string): string {
  const head = line.slice(0, LEVEL_WITHIN);
  if (TROUBLE.test(head)) return RED;
  return WARNING.test(head) ? YELLOW : '';
}

/** An entry in the terminal's own language; lines end between them, not after the last. `formatTime` is given when times are wanted before lines. */
export function forTerminal(entry: ConsoleEntry, formatTime?: (at: string) => string): string {
  switch (entry.kind) {
    case 'line': {
      const time = formatTime === undefined ? '' : `${SOFT}${formatTime(entry.at)}${RESET} `;
      const line = tame(entry.text);
      const colour = levelColour(line);
      return `${time}${colour}${line}${colour === '' ? '' : RESET}`;
    }
    case 'lost':
      return `${YELLOW}⋯ ${text.lost(entry.count, entry.cause)}${RESET}`;
    case 'note':
      return `${ACCENT}${tame(entry.text)}${RESET}`;
    case 'answer': {
      const lines = linesOf(entry.output).map((line) => `${entry.isProblem ? RED : ''}  ${tame(line)}${RESET}`);
      const body = lines.length > 0 ? lines.join('\r\n') : `  ${SOFT}${text.noAnswer}${RESET}`;
      return `${ACCENT}❯${RESET} ${BOLD}${tame(entry.command)}${RESET}\r\n${body}`;
    }
  }
}

/** An entry as plain text, for reading and copying. */
export function asPlainText(entry: ConsoleEntry, formatTime?: (at: string) => string): string {
  switch (entry.kind) {
    case 'line':
      return `${formatTime === undefined ? '' : `${formatTime(entry.at)} `}${tame(entry.text)}`;
    case 'lost':
      return `⋯ ${text.lost(entry.count, entry.cause)}`;
    case 'note':
      return tame(entry.text);
    case 'answer':
      return [`> ${tame(entry.command)}`, ...linesOf(entry.output).map((line) => `  ${tame(line)}`)].join('\n');
  }
}
