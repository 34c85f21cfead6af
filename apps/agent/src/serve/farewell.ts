import { delay } from '@gse/session';
import type { AgentClock } from '../clock.ts';

/** The second warning, where the first came earlier. */
const LAST_WARNING_SECONDS = 10;
/** How often it is looked whether anybody is left to wait for. */
const lookMs = 500;

/** What a farewell needs. */
export interface FarewellOptions {
  readonly clock: AgentClock;
  readonly signal: AbortSignal;
  /** When the notice is over, on the clock that measures. */
  readonly endsAt: number;
  /** False once nobody is there any more, or the game is gone. */
  isOccupied(): boolean;
  /** What went wrong; undefined when players were told. */
  announce(message: string): Promise<string | undefined>;
}

/**
 * Gives players their notice of a stop that nobody has announced, and waits it out. Ends early when the last one has left, and
 * at once when they cannot be told: to wait in silence would warn nobody.
 */
export async function sayFarewell({ clock, signal, endsAt, isOccupied, announce }: FarewellOptions): Promise<void> {
  let isLastSaid = false;
  const tell = async (): Promise<boolean> => {
    const seconds = Math.round((endsAt - clock.elapsed()) / 1000);
    if (seconds < 1) return true;
    isLastSaid = seconds <= LAST_WARNING_SECONDS;
    return (await announce(`Server stops in ${seconds} second${seconds === 1 ? '' : 's'} (the platform takes it down)`)) === undefined;
  };
  if (!(await tell())) return;
  while (!signal.aborted && clock.elapsed() < endsAt && isOccupied()) {
    if (!isLastSaid && clock.elapsed() >= endsAt - LAST_WARNING_SECONDS * 1000) await tell();
    else await delay(clock, Math.min(lookMs, endsAt - clock.elapsed()), signal);
  }
}
