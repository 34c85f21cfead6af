import type { LogPatterns } from '@gse/sdk';

/**
 * Everything the game prints, in one file. The game's own two files each hold half of it: `factorio-current.log` the
 * engine's lines, `--console-log` who joins and what is said. The start script therefore sends the output here.
 */
export const CONSOLE_LOG = 'console.log';

const EVENT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[[A-Z-]+\] /;

/** A save by command or autosave is over; the game says the same of both. Not the line of the save at exit. */
export const SAVED = /^ {0,3}\d+\.\d+ Info AppManager\w*\.cpp:\d+: Saving finished$/;
/** A save that did not work. Group: reason. */
export const SAVE_FAILED = /^ {0,3}\d+\.\d+ Error \w+\.cpp:\d+: (?<reason>.*(?:[Ss]aving|[Ss]ave (?:game|map)|No space left on device).*)$/;
/** The game has begun to leave. */
export const QUITTING = /^ {0,3}\d+\.\d+ Quitting: /;

const READY = /^ {0,3}\d+\.\d+ Info \w+\.cpp:\d+: (?:update|map)Tick\(\d+\) changing state from\(CreatingGame\) to\(InGame\)$/;
const PROGRESS =
  /^ {0,3}\d+\.\d+ (?:Info Main\.cpp:\d+: )?(?<progress>Creating new map|Loading mod (?:settings )?[^\s()]+ [^\s()]+|Loading map|Loading level\.dat|Loading script\.dat|Factorio initialised|Hosting game)/;
const HEADER = /^ {0,3}0\.\d{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d; Factorio \d/;
const SAVING = /^ {0,3}\d+\.\d+ Info \w+\.cpp:\d+: Sav(?:ing to|ing game as|ing map as) /;
const SAVING_OVER = /^ {0,3}\d+\.\d+ Info \w+\.cpp:\d+: (?:Saving finished|Saving progress: 100\.0)/;

/** What the agent looks for in the log. Anchored, so that nobody can chat the server into being ready. */
export const log: LogPatterns = {
  file: CONSOLE_LOG,
  ready: READY,
  joined: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[JOIN\] (?<name>[A-Za-z0-9._-]{1,60}) joined the game$/,
  left: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[LEAVE\] (?<name>[A-Za-z0-9._-]{1,60}) left the game$/,
  // Scenarios give players a tag, which stands behind the name.
  chat: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[CHAT\] (?<name>[A-Za-z0-9._-]{1,60})(?: \[.{1,100}?\])?: (?<text>.*)$/,
  progress: PROGRESS,
};

/** Where the game stands, as far as its last lines tell. */
type LogStage =
  | { readonly stage: 'starting'; readonly progress?: string }
  | { readonly stage: 'saving' | 'leaving' | 'running' | 'unknown' };

/** Reads where the game stands from its last lines, oldest first. */
export function readStage(lines: readonly string[]): LogStage {
  let progress: string | undefined;
  for (const line of lines.toReversed()) {
    if (QUITTING.test(line)) return { stage: 'leaving' };
    if (SAVING_OVER.test(line) || SAVE_FAILED.test(line)) return { stage: 'running' };
    if (SAVING.test(line)) return { stage: 'saving' };
    if (READY.test(line) || EVENT.test(line)) return { stage: 'running' };
    progress ??= PROGRESS.exec(line)?.groups?.['progress'];
    if (HEADER.test(line)) return { stage: 'starting', ...(progress === undefined ? {} : { progress }) };
  }
  return progress === undefined ? { stage: 'unknown' } : { stage: 'starting', progress };
}
