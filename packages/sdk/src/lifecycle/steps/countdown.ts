import { postponedTo } from '../decline.ts';
import { occupancy } from '../players.ts';
import type { Step, StepContext } from '../step.ts';
import { iso, ms, words } from '../time.ts';
import { leadMs, noticeHolds, warnings } from './notice.ts';

/**
 * Warns the players and counts down to `disruptsAt`. The moment, once published, does not move by itself; somebody who tells
 * it to go ahead now moves it to the last announcement from then on. What is said is always the true time left.
 */
export const countdown: Step = {
  name: 'countdown',
  title: 'Warning players',
  disrupts: false,
  look: (context) => {
    const { input, operation } = context;
    const { now } = input;
    const at = disruptsAt(context);
    operation.status.disruptsAt = iso(at);

    if (now >= at) {
      if (noticeHolds(input, operation, at))
        return { kind: 'done', ...(occupancy(input).kind === 'empty' && { message: 'nobody is online' }) };
      // The moment passed unannounced, for instance while no operator ran: count down anew.
      const again = now + leadMs(input, operation);
      operation.status.disruptsAt = iso(again);
      announceDue(context, again);
      return { kind: 'wait', until: nextLook(context, again), message: `the notice was missed; disrupts at ${iso(again)}` };
    }
    announceDue(context, at);
    return { kind: 'wait', until: nextLook(context, at), message: `disrupts at ${iso(at)}, in ${words(Math.ceil((at - now) / 1000))}` };
  },
};

/** The moment of disruption: as published for this countdown, else after the full lead, or now where nobody is there. */
function disruptsAt({ input, operation, stepStartedAt }: StepContext): number {
  const { now } = input;
  const published = ms(operation.status.disruptsAt);
  // A value from before this step began is the plan of the wait, not a promise of this countdown.
  if (published !== undefined && stepStartedAt < now)
    return operation.spec.runNow ? Math.min(published, now + leadMs(input, operation)) : published;
  const earliest = Math.max(postponedTo(input, operation) ?? 0, now);
  const asked = operation.spec.disruption?.announceSeconds !== undefined;
  if (occupancy(input).kind === 'empty' && !asked) return earliest;
  const hard = operation.spec.runNow ? 0 : (ms(operation.status.waitsUntil) ?? 0);
  return Math.max(earliest, hard, now + leadMs(input, operation));
}

function announceDue({ input, operation, verb, effect }: StepContext, at: number): void {
  const left = Math.max(0, Math.round((at - input.now) / 1000));
  const given = operation.status.announced ?? [];
  const due = warnings(input, operation).some(
    (seconds) => left <= seconds && !given.some((notice) => notice.disruptsAt === iso(at) && notice.secondsBefore <= seconds),
  );
  if (!due || left === 0) return;
  const cause = operation.spec.cause ? ` (${operation.spec.cause})` : '';
  effect({
    kind: 'announce',
    key: `${operation.name}/${at}/${left}`,
    operation: operation.name,
    disruptsAt: at,
    secondsBefore: left,
    message: `Server ${verb} in ${words(left)}${cause}`,
  });
  operation.status.announced = [...given, { at: iso(input.now), secondsBefore: left, disruptsAt: iso(at), delivered: true }].slice(-50);
}

function nextLook({ input, operation }: StepContext, at: number): number {
  const upcoming = warnings(input, operation)
    .map((seconds) => at - seconds * 1000)
    .filter((moment) => moment > input.now);
  return Math.min(at, ...upcoming);
}
