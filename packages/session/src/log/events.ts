import type { AnyGame } from '@gse/sdk';
import type { LogBuffer } from './buffer.ts';

/** A known trouble of the game that its log shows. */
export interface LogDiagnosis {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The line that matched, last, and some before it. */
  readonly lines: readonly string[];
}

/** What a line of the log can mean. */
export interface LogListener {
  ready?(): void;
  progressed?(progress: string): void;
  joined?(player: string): void;
  left?(player: string): void;
  chatted?(player: string, text: string): void;
  diagnosed?(diagnosis: LogDiagnosis): void;
}

const evidenceLines = 6;
const longestEvidence = 1000;

/** Reads a game's log line by line, by the patterns and diagnoses of its adapter. */
export function logReader(
  game: Pick<AnyGame, 'log' | 'diagnoses'>,
  buffer: LogBuffer,
  listener: LogListener,
): (text: string, at: number) => void {
  const { ready, progress, joined, left, chat } = game.log;
  const diagnoses = game.diagnoses.flatMap(({ id, pattern }) => (pattern ? [{ id, pattern }] : []));
  // `match` rather than `exec`: patterns with g or y must not remember their place from line to line.
  const groups = (text: string, pattern: RegExp | undefined): Record<string, string | undefined> | undefined =>
    pattern && text.search(pattern) !== -1
      ? (text.match(new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')))?.groups ?? {})
      : undefined;

  return (text, at) => {
    // What players write must not pass for what the game says.
    const said = groups(text, chat);
    if (said) return listener.chatted?.(said['name'] ?? '', said['text'] ?? '');
    if (text.search(ready) !== -1) listener.ready?.();
    const advance = groups(text, progress);
    if (advance?.['progress'] !== undefined) listener.progressed?.(advance['progress'].slice(0, 200));
    const came = groups(text, joined);
    if (came?.['name'] !== undefined) listener.joined?.(came['name']);
    const went = groups(text, left);
    if (went?.['name'] !== undefined) listener.left?.(went['name']);
    const diagnosis = diagnoses.find(({ pattern }) => text.search(pattern) !== -1);
    if (diagnosis) {
      const lines = buffer.tail(evidenceLines).map((line) => line.text.slice(0, longestEvidence));
      listener.diagnosed?.({ id: diagnosis.id, at, lines });
    }
  };
}
