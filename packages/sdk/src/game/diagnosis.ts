import type { Fix } from '@gse/resources';
import type { GameServerSpec } from '@gse/resources';

/** A known trouble of a game: how it shows, what it means, and the way out. */
export interface Diagnosis {
  /** Stable CamelCase id, shown as the reason code, such as `EulaNotAccepted`. */
  readonly id: string;
  readonly title: string;
  /** Matches one log line, colour codes already stripped. */
  readonly pattern?: RegExp;
  /** Matches how the process ended, where no log line tells. */
  readonly exit?: { readonly oomKilled?: true; readonly codes?: readonly number[] };
  /** What happened, in a sentence for people. */
  readonly meaning: string;
  /** What to do, in a sentence. */
  readonly remedy: string;
  /** The way out as data; a function when it depends on the spec or on what the pattern captured. */
  readonly fix?: Fix | ((input: { readonly spec: GameServerSpec; readonly match?: RegExpMatchArray | undefined }) => Fix | undefined);
  /** Starting again cannot help: the platform stops trying and waits for the fix. */
  readonly fatal?: boolean;
  /** Real log lines that must match; they are the test. */
  readonly examples: readonly string[];
}
