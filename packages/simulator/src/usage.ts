import type { SimulatedUsage } from '@gse/sdk';

/** What the use of a simulated game is made from. */
interface Circumstances {
  readonly players: number;
  readonly isStarting: boolean;
  readonly atMs: number;
}

/** Players at which most of what players cost is reached. */
const BUSY_PLAYERS = 12;
/** A heap fills and is cleared in about this time. */
const HEAP_PERIOD_MS = 180_000;

/**
 * What the real game would roughly use of its limits: much while it starts, a little when nobody is there, more with every
 * player and never all of it. The figures are made up, as everything in a simulation; what is true of real games is their shape.
 */
export function simulatedUsage({ players, isStarting, atMs }: Circumstances): SimulatedUsage {
  const load = 1 - Math.exp(-players / BUSY_PLAYERS);
  // Two waves that do not meet again soon: a curve that moves like one that was measured.
  const ripple = (Math.sin(atMs / 17_000) + Math.sin(atMs / 41_000)) / 2;
  const heap = (atMs % HEAP_PERIOD_MS) / HEAP_PERIOD_MS;
  if (isStarting) return { cpuShare: 0.7 + 0.1 * ripple, memoryShare: 0.3 + 0.05 * heap };
  return {
    cpuShare: 0.06 + 0.6 * load + (0.015 + 0.08 * load) * ripple,
    memoryShare: 0.42 + 0.25 * load + (0.05 + 0.1 * load) * heap,
  };
}
