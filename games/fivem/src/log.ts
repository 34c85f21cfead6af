import type { GameLog, LogPatterns } from '@gse/sdk';

/** Log file of the game, which the start script writes. */
export const LOG_FILE = 'console.log';

/** What txAdmin puts before every line of its own, and what some set-ups put before every line. */
const TIME = String.raw`(?:\[?\d{1,2}:\d\d:\d\d(?: [AP]M)?\]? ?)?`;
/** Colour codes of the console; ANSI colours are gone already. */
const COLOUR = String.raw`(?:\^\d)*`;

/**
 * What stands before the message of a line: the name of who says it, as wide as twenty characters, such as
 * `[    c-scripting-core] `. Each line of a message has it, so nothing a player writes stands at the beginning of a line.
 */
export function channel(name: string): string {
  return String.raw`^${TIME}${COLOUR}\[ *${COLOUR}${name}${COLOUR}\] ${COLOUR}`;
}

/** The platform's own resource. What it prints while a command of the remote console runs has that in front. */
export const GSE = channel('(?:rcon/)?script:gse');
/** Lines of the server that only it can print; since 2023 resources are told of by `resources`, before by `citizen-server-impl`. */
export const CORE = channel(String.raw`(?:resources|citizen-server-impl|c-resources-core|svadhesive|c-svadhesive)`);

/** The start script says that it begins. */
const STARTING = /^\[start\] FiveM /;

/** Line formats of console.log. */
export const log: LogPatterns = {
  file: LOG_FILE,
  ready: new RegExp(String.raw`${GSE}ready: \d+ resources`),
  joined: new RegExp(String.raw`${GSE}joined: (?<name>.{1,128})$`),
  left: new RegExp(String.raw`${GSE}left: (?<name>.{1,128})$`),
  // The chat of Cfx.re prints what was said; chats of frameworks do so in other words or not at all.
  chat: new RegExp(String.raw`${channel('(?:rcon/)?script:chat')}(?<name>.{1,128}?)(?:\^7)?(?: \([^()]{1,40}\))?: (?<text>.*?)(?:\^7)?$`),
  progress: new RegExp(
    String.raw`(?:^\[start\] |${CORE})(?<progress>Downloading .{1,120}|Unpacking .{1,120}|Scanning resources\.|Found \d+ resources\.|Authenticating server license key\.\.\.|Started resource \S{1,64})`,
  ),
};

const RECENT_LINES = 500;

/**
 * False while the log says that the server is starting; a log that tells neither is taken for one of a server long up. That is a
 * guess, for a start may take more lines than are kept: good enough to call silence by its name, not to call a server well.
 */
export function isUp(lines: GameLog): boolean {
  const recent = lines.recent(RECENT_LINES);
  const ready = recent.findLastIndex((line) => log.ready.test(line));
  const begun = recent.findLastIndex((line) => STARTING.test(line));
  return ready > begun || (ready === -1 && begun === -1 && recent.length === RECENT_LINES);
}

/** The last progress that the log tells of. */
export function lastProgress(lines: GameLog): string | undefined {
  return lines
    .recent(RECENT_LINES)
    .map((line) => log.progress?.exec(line)?.groups?.['progress'])
    .findLast((found) => found !== undefined);
}
