import { announceSeconds, hurriedSeconds } from '../../plan/budget.ts';
import type { DecideInput, OpenOperation } from '../input.ts';
import { occupancy } from '../players.ts';
import { iso } from '../time.ts';

/** A notice older than this counts for nothing: players who came since have heard of nothing. */
const STALE_NOTICE_MS = 60_000;

/** Warnings for this act, longest first. Whoever deletes waits for it, so a deletion has short ones only. */
export function warnings(input: DecideInput, operation: Pick<OpenOperation, 'spec'>): readonly number[] {
  const wished = announceSeconds(operation.spec.disruption, input.spec.disruption);
  return input.server.deleting ? hurriedSeconds(wished) : wished;
}

/** How long before the disruption the first warning is due; of an act that was told to go ahead now, the last one. */
export function leadMs(input: DecideInput, operation: Pick<OpenOperation, 'spec'>): number {
  return (warnings(input, operation).at(operation.spec.runNow ? -1 : 0) ?? 0) * 1000;
}

/**
 * True when the disruption may happen now: nobody is there to be surprised, warnings are switched off, or this very moment
 * was announced and is not long past.
 */
export function noticeHolds(input: DecideInput, operation: Pick<OpenOperation, 'spec' | 'status'>, disruptsAtMs: number): boolean {
  if (warnings(input, operation).length === 0) return true;
  if (occupancy(input).kind === 'empty') return true;
  if (input.now - disruptsAtMs > STALE_NOTICE_MS) return false;
  return (operation.status.announced ?? []).some((notice) => notice.disruptsAt === iso(disruptsAtMs));
}
