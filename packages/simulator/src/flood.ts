import { setImmediate as yieldToOthers, setTimeout as pause } from 'node:timers/promises';

/** How many lines, and how fast: as fast as they go, or so many a second. */
export interface Flood {
  readonly lines: number;
  readonly perSecond?: number;
}

/** Lines printed before other work has its turn. */
const BATCH = 500;
const TURN_MS = 10;

/**
 * Prints a flood of lines and tells at the end how long the game was busy with it: whoever reads the log slowly would
 * show here, if a slow reader could slow the game.
 */
export async function printFlood(
  { lines, perSecond }: Flood,
  chatter: (count: number) => string,
  print: (line: string) => void,
  over: AbortSignal,
): Promise<void> {
  const began = performance.now();
  let longest = 0;
  for (let printed = 0; printed < lines && !over.aborted;) {
    const due = perSecond === undefined ? printed + BATCH : Math.floor(((performance.now() - began) / 1000) * perSecond);
    const until = Math.min(lines, due);
    const turn = performance.now();
    while (printed < until) {
      print(chatter(++printed));
      if (printed % BATCH === 0) await yieldToOthers();
    }
    longest = Math.max(longest, performance.now() - turn);
    if (perSecond !== undefined && printed < lines) await pause(TURN_MS);
  }
  if (!over.aborted)
    print(`[simulated] Flood over: ${lines} lines in ${Math.round(performance.now() - began)} ms, longest turn ${Math.round(longest)} ms.`);
}
