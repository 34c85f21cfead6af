import { isDeclinable, postponedTo } from '../decline.ts';
import { occupancy } from '../players.ts';
import { oneLine } from '../reason.ts';
import type { Step, StepContext } from '../step.ts';
import { iso, ms, words } from '../time.ts';
import type { DecideInput, OpenOperation } from '../input.ts';
import { leadMs, noticeHolds, warnings } from './notice.ts';

/** A notice that did not reach the game is tried again after a tenth of the time left, and not sooner than this. */
const LEAST_RETRY_MS = 3_000;

/** Longest cause that players are told; agents take notices of one line and 500 characters. */
const MOST_CAUSE = 200;

type Announced = NonNullable<OpenOperation['status']['announced']>[number];

/**
 * Warns the players and counts down to `disruptsAt`. The moment, once published, does not move by itself; somebody who tells
 * it to go ahead now moves it to the last announcement from then on, and a suspension or deletion to its own first one. What is
 * said is always the true time left.
 *
 * A moment stands in the journal before anybody hears of it. Otherwise an operator that is killed in between leaves players
 * with a moment that its successor knows nothing of, and they are told another one.
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
      return { kind: 'wait', until: now + 1, message: `the notice was missed; disrupts at ${iso(again)}` };
    }
    const isPublished = standsInJournal(context, at);
    if (isPublished) announceDue(context, at);
    return {
      kind: 'wait',
      until: isPublished ? nextLook(context, at) : now + 1,
      message: `disrupts at ${iso(at)}, in ${words(Math.ceil((at - now) / 1000))}`,
    };
  },
};

/** The moment of disruption: as published for this countdown, else after the full lead, or now where nobody is there. */
function disruptsAt({ input, operation, stepStartedAt }: StepContext): number {
  const { now } = input;
  const published = ms(operation.status.disruptsAt);
  const isUrgent = operation.spec.runNow || !isDeclinable(input, operation);
  // A value from before this step began is the plan of the wait, not a promise of this countdown.
  if (published !== undefined && stepStartedAt < now) return isUrgent ? Math.min(published, now + leadMs(input, operation)) : published;
  const earliest = Math.max(postponedTo(input, operation) ?? 0, now);
  const asked = operation.spec.disruption?.announceSeconds !== undefined;
  if (occupancy(input).kind === 'empty' && !asked) return earliest;
  const hard = isUrgent ? 0 : (ms(operation.status.waitsUntil) ?? 0);
  return Math.max(earliest, hard, now + leadMs(input, operation));
}

/** True when this very moment was written down as the one this countdown counts to. */
function standsInJournal({ input, operation }: StepContext, at: number): boolean {
  const written = input.operations.find(({ name }) => name === operation.name)?.status;
  return written?.step === operation.status.step && written?.disruptsAt === iso(at);
}

function announceDue({ input, operation, verb, effect }: StepContext, at: number): void {
  const left = Math.max(0, Math.round((at - input.now) / 1000));
  const given = (operation.status.announced ?? []).filter((notice) => !isToBeTriedAgain(input, operation, notice, at));
  // What is due, with the last of it: one notice stands for those that were missed.
  const due = warnings(input, operation)
    .filter((seconds) => left <= seconds && !given.some((notice) => notice.disruptsAt === iso(at) && notice.secondsBefore <= seconds))
    .at(-1);
  if (due === undefined || left === 0) return;
  const cause = oneLine(operation.spec.cause ?? '', MOST_CAUSE);
  effect({
    kind: 'announce',
    key: `${operation.name}/${iso(at)}/${due}`,
    operation: operation.name,
    disruptsAt: at,
    secondsBefore: left,
    message: `Server ${verb} in ${words(left)}${cause === '' ? '' : ` (${cause})`}`,
  });
  operation.status.announced = [...given, { at: iso(input.now), secondsBefore: left, disruptsAt: iso(at), delivered: true }].slice(-50);
}

/** True of a notice that did not reach the game and is due again; players then hear the time that is left by then. */
function isToBeTriedAgain({ now }: DecideInput, { status }: StepContext['operation'], notice: Announced, at: number): boolean {
  return notice === status.announced?.at(-1) && notice.disruptsAt === iso(at) && !notice.delivered && now >= triedAgainAt(notice);
}

function triedAgainAt(notice: Announced): number {
  return (ms(notice.at) ?? 0) + Math.max(LEAST_RETRY_MS, notice.secondsBefore * 100);
}

function nextLook({ input, operation }: StepContext, at: number): number {
  const last = operation.status.announced?.at(-1);
  const retry = last !== undefined && last.disruptsAt === iso(at) && !last.delivered ? [triedAgainAt(last)] : [];
  const upcoming = [...warnings(input, operation).map((seconds) => at - seconds * 1000), ...retry].filter((moment) => moment > input.now);
  return Math.min(at, ...upcoming);
}
