import { systemClock, type Clock } from '@gse/session';

/** Time as an agent takes it: the wall clock for what others read, and another one for measuring. */
export interface AgentClock extends Clock {
  /** Milliseconds since some moment in the past; unlike the wall clock never set, and of no use to another process. */
  elapsed(): number;
}

/** The machine's clocks. */
export const agentClock: AgentClock = { ...systemClock, elapsed: () => performance.now() };

/**
 * A clock for those who measure by `now`, as a session does for the pauses of its connections: right when it is made, and not set
 * afterwards. By one that is set back, a connection that has just failed would not be opened again for hours.
 */
export function steadyClock(clock: AgentClock): Clock {
  const offset = clock.now() - clock.elapsed();
  return { now: () => offset + clock.elapsed(), after: (ms, callback) => clock.after(ms, callback) };
}

/**
 * Milliseconds since another process noted a time by the wall clock. One that lies ahead, or further back than `longestMs`, was noted
 * before the clock was set; how long ago it was is not known, and it counts as now.
 */
export function msSince(noted: number, clock: Clock, longestMs: number): number {
  const ms = clock.now() - noted;
  return ms >= 0 && ms <= longestMs ? ms : 0;
}
