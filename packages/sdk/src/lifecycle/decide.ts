import { differences } from '../plan/staged.ts';
import { agentOf } from './agent.ts';
import { forgetWhenStable, hasCrashed, hasEnded, recordCrash } from './crash.ts';
import { advance, finish, isFinished, isPastReturn, rewind, tell, wake, type Ledger } from './engine.ts';
import type { DecideInput, Decision, OpenOperation } from './input.ts';
import { isDeclined } from './decline.ts';
import { lifeEvents } from './events.ts';
import { Journal } from './journal.ts';
import { overdueAt } from './overdue.ts';
import { isOwn } from './own.ts';
import { healthOf } from './phase.ts';
import { mayBePlayed } from './players.ts';
import { AGENT_SILENCE_MS, CRASH_POLICY } from './policy.ts';
import { operationTable } from './operations/index.ts';
import { replaceStale } from './stale.ts';
import { statusOf } from './status.ts';
import type { Draft } from './step.ts';
import { ms } from './time.ts';
import { owedOperation, refusal, servesNobody, unknownType, wantsRun } from './wish.ts';

/**
 * What to do next for one server: a pure function of the wish, the world and the journal. It never waits: what takes time
 * comes back as `requeueAfterMs`, and what must be done outside as effects that may be repeated without harm.
 */
export function decide(input: DecideInput): Decision {
  const { previous } = input;
  const replicas = previous.desiredReplicas === undefined ? undefined : previous.desiredReplicas > 0 ? 1 : 0;
  const ledger: Ledger = { replicas, crash: previous.crash, effects: [], wakeAt: undefined };
  const journal = new Journal(input);
  let held = previous.held?.generation === input.server.generation ? previous.held : undefined;

  if (input.spec.intent !== 'Maintenance' || input.server.deleting) {
    refuseUnknown(input, journal, ledger);
    noticeCrash(input, journal, ledger);
    for (const operation of journal.open()) {
      settle(input, operation, journal, ledger);
    }
    for (const declined of journal.declined()) {
      held = {
        generation: input.server.generation,
        message: `${declined.name} was ${declined.status.phase === 'Skipped' ? 'skipped' : 'cancelled'}; it is asked for again when the spec changes`,
      };
    }
    if (journal.open().every((operation) => !isOwn(operation) && !isPastReturn(operation))) {
      const owed = owedOperation(input, ledger, held);
      if (owed) {
        journal.begin(owed.type, owed.cause);
      }
    }
    for (let turn = 0; turn < 4; turn++) {
      const active = journal.active();
      if (active === undefined) break;
      // A new wish after giving up is a new beginning, also for an operator that finds the start already opened.
      if (active.spec.type === 'start' && ledger.replicas !== 1) ledger.crash = undefined;
      advance(input, active, ledger);
      // A restart that has begun is a new beginning; one that still waits is not.
      if (active.spec.type === 'restart' && isPastReturn(active) && ledger.crash?.givenUp !== undefined) ledger.crash = undefined;
      if (!isFinished(active)) break;
    }
    journal.queueTheRest();
    if (ledger.replicas === 1 && wantsRun(input)) ledger.effects.push(...replaceStale(input));
  }
  if (ledger.replicas === 1) ledger.crash = forgetWhenStable(ledger.crash, input);

  const status = statusOf(input, ledger, journal, held);
  if (input.observed.pod === undefined && input.server.deleting && ledger.replicas !== 1 && journal.active() === undefined) {
    ledger.effects.push({ kind: 'release', key: 'release' });
  }
  scheduleLooks(input, ledger);
  return {
    status,
    journal: journal.changes(),
    effects: [...ledger.effects, ...liveSettings(input, ledger), ...lifeEvents(input, status, journal.finishedNow())],
    ...(ledger.wakeAt !== undefined && { requeueAfterMs: Math.max(1, ledger.wakeAt - input.now) }),
  };
}

/** Ends what only another edition can carry out, also what that one had begun, before anybody asks for its steps. */
function refuseUnknown({ now }: DecideInput, journal: Journal, ledger: Ledger): void {
  for (const operation of journal.open()) {
    const why = unknownType(operation);
    if (why === undefined) continue;
    if (wasTold(operation)) tell(operation, ledger, 'cancelled', 'cancelled');
    finish(operation, 'Refused', now, why.message, why);
  }
}

/**
 * Counts a new end of the game, and owes every ended game its recovery: a pod in which the game has ended is always replaced,
 * so that the next start is made from the present wish. Where its node has started it again and people may be back, that waits
 * until they are gone.
 */
function noticeCrash(input: DecideInput, journal: Journal, ledger: Ledger): void {
  const { pod } = input.observed;
  if (pod === undefined || !hasEnded(pod) || pod.deleting || ledger.replicas !== 1) return;
  if (hasCrashed(input, ledger.crash)) {
    // What happened while nobody looked, and is over since long, is forgotten at once.
    ledger.crash = forgetWhenStable(recordCrash(pod, ledger.crash, input.now), input);
    for (const operation of journal.open()) {
      const { step } = operation.status;
      if (step === 'start' || step === 'verify') finish(operation, 'Failed', input.now, 'the game ended while it was starting');
      else if (!isPastReturn(operation) && step !== undefined) rewind(operation, input.now, 'the game crashed meanwhile');
    }
  }
  const isCaredFor = journal.open().some((operation) => operation.spec.type === 'recover' || isPastReturn(operation));
  if (wantsRun(input) && !isCaredFor && !mayBePlayed(input)) journal.begin('recover', 'the game ended unasked');
}

/** Ends operations that somebody declined, that serve nobody any more, or that cannot be carried out. */
function settle(input: DecideInput, operation: Draft<OpenOperation>, journal: Journal, ledger: Ledger): void {
  const { now } = input;
  const warned = wasTold(operation);
  if (operation.status.phase === undefined) {
    const why = refusal(input, operation, journal.open());
    if (why) return finish(operation, 'Refused', now, why.message, why);
  }
  if (servesNobody(input, operation)) {
    if (warned) tell(operation, ledger, 'cancelled', 'cancelled');
    return finish(operation, 'Cancelled', now, 'the wish has changed meanwhile');
  }
  if (isPastReturn(operation)) return;
  if (isDeclined(input, operation)) {
    const phase = operation.spec.cancel ? 'Cancelled' : 'Skipped';
    if (warned) tell(operation, ledger, 'declined', operation.spec.cancel ? 'cancelled' : 'skipped');
    finish(operation, phase, now, operation.spec.cancel ? 'cancelled on request' : 'skipped on request');
    if (isOwn(operation)) journal.decline(operation);
  }
}

/** True when players have heard of it. */
function wasTold({ status }: OpenOperation): boolean {
  return (status.announced ?? []).length > 0;
}

/** Settings that the running game can be told without a restart. */
function liveSettings(input: DecideInput, ledger: Ledger): Decision['effects'] {
  const { game, plan, observed } = input;
  const told = agentOf(input)?.settings;
  if (
    ledger.replicas !== 1 ||
    input.spec.intent === 'Maintenance' ||
    !game?.applyLive ||
    !plan?.ok ||
    told === undefined ||
    healthOf(input) !== 'Healthy'
  )
    return [];
  const applied = observed.pod?.applied;
  if (applied === undefined) return [];
  const changes: Record<string, unknown> = {};
  for (const change of differences(game, plan.plan, { ...applied, settings: told })) {
    if (change.applies === 'live') changes[change.path.slice('settings.'.length)] = change.to;
  }
  if (Object.keys(changes).length === 0) return [];
  return [{ kind: 'applyLive', key: JSON.stringify(changes), changes }];
}

/** Times at which the picture changes although nothing happens. */
function scheduleLooks(input: DecideInput, ledger: Ledger): void {
  const agent = agentOf(input);
  const { pod } = input.observed;
  const overdue = pod && overdueAt(pod);
  const moments = overdue === undefined ? [] : [overdue];
  if (agent !== undefined && pod?.game.state === 'running') {
    moments.push(agent.receivedAt + AGENT_SILENCE_MS + 1);
    if (ledger.crash && agent.healthySince !== undefined)
      moments.push(Math.max(agent.healthySince, ms(ledger.crash.at) ?? 0) + CRASH_POLICY.stableMs);
  }
  for (const moment of moments) if (moment > input.now) wake(ledger, moment);
}

/** For pages that draw an operation: the titles of its steps in order. */
export function stepTitles(
  type: OpenOperation['spec']['type'],
): readonly { readonly name: string; readonly title: string; readonly disrupts: boolean }[] {
  return operationTable(type).steps.map(({ name, title, disrupts }) => ({ name, title, disrupts }));
}
