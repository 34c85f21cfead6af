import type { components } from '../../api/schema.gen.ts';

/** What the console's socket says. */
export type ConsoleFrame = components['schemas']['ConsoleServerFrame'];
/** Log lines, and how many were lost before them. */
export type LinesFrame = Extract<ConsoleFrame, { type: 'lines' }>;

/**
 * Why lines are missing. `slow`: the way to the browser was too slow. `away`: printed while nobody was connected, and not
 * kept any more. `skipped`: more than anybody could read or this page keeps.
 */
type LossCause = 'slow' | 'away' | 'skipped';

/** One thing that stands in the console. */
export type ConsoleEntry =
  | { readonly kind: 'line'; readonly at: string; readonly text: string }
  | { readonly kind: 'lost'; readonly count: number; readonly cause: LossCause }
  /** Something the page says: it begins a new log, the server is simulated. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'answer'; readonly command: string; readonly output: string; readonly isProblem: boolean };
